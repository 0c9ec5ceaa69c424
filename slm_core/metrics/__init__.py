"""Scores of predictions and texts: pure functions that"""

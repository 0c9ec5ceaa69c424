"""Blind ratings: what runs write and what was really there, unlabelled, judged by people."""

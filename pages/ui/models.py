"""The way to the models: one client of the model server for all sessions."""

from pathlib import Path

import streamlit as st

from slm_core.serving.client import Client
from slm_core.workspace import Workspace


def client_of(workspace: Workspace) -> Client:
    """The way to the models of this workspace."""
    return _client(str(workspace.root))


@st.cache_resource(max_entries=4, show_spinner=False)
def _client(root: str) -> Client:
    return Client(Workspace(Path(root)))

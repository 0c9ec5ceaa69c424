"""What `streamlit run app.py` serves. The router is pages/router.py; this file only names it.

Beside a folder called `pages/`, Streamlit takes the main script for one of its old multipage apps
and answers the first visit to any address with a list of file names. The router therefore stands
inside `pages/`, where there is no such folder beside it.
"""

from pathlib import Path

import streamlit as st

from pages.ui.server.host_check import host_check
from pages.ui.server.page_shell import page_routes
from pages.ui.warm_up import starting

app = st.App(
    Path(__file__).parent / "pages" / "router.py",
    lifespan=starting,
    routes=page_routes(),
    middleware=[host_check()],
)

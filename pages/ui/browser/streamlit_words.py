"""What Streamlit itself writes on a page, in the language of the session."""

from pages.ui.text.i18n import _, language


def streamlit_words() -> dict[str, str]:
    """Streamlit's own words with what stands there instead; none where they are right already.

    `{n}` is what changes in them, such as a size.
    """
    if language() == "en":
        return {}
    return _of_fields() | _of_tables() | _of_the_frame()


def _of_fields() -> dict[str, str]:
    return {
        "Upload": _("Upload"),
        "Upload directories": _("Upload directories"),
        "Add files": _("Add files"),
        "Drag and drop files here": _("Drag and drop files here"),
        "Drag and drop a file here": _("Drag and drop a file here"),
        "Drag and drop directories here": _("Drag and drop directories here"),
        "{n} per file": _("{n} per file"),
        "Press Enter to apply": _("Press Enter to apply"),
        "Press Enter to submit form": _("Press Enter to submit form"),
        "Press Ctrl+Enter to apply": _("Press Ctrl+Enter to apply"),
        "Press Ctrl+Enter to submit form": _("Press Ctrl+Enter to submit form"),
        "Press ⌘+Enter to apply": _("Press ⌘+Enter to apply"),
        "Press ⌘+Enter to submit form": _("Press ⌘+Enter to submit form"),
        "Choose an option": _("Choose an option"),
        "Choose options": _("Choose options"),
        "No results": _("No results"),
        "Select all": _("Select all"),
        "Clear all": _("Clear all"),
        "Clear value": _("Clear value"),
        "Increment": _("Increment"),
        "Decrement": _("Decrement"),
        "Open": _("Open"),
        "Remove {n}": _("Remove {n}"),
        "Show password text": _("Show password text"),
        "Hide password text": _("Hide password text"),
    }


def _of_tables() -> dict[str, str]:
    return {
        "Show/hide columns": _("Show/hide columns"),
        "Download as CSV": _("Download as CSV"),
        "Download as PNG": _("Download as PNG"),
        "Search": _("Search"),
        "Close Search": _("Close Search"),
        "Fullscreen": _("Fullscreen"),
        "Close fullscreen": _("Close fullscreen"),
        "Show data": _("Show data"),
        "Show chart": _("Show chart"),
        "Clear selection": _("Clear selection"),
        "Copy": _("Copy"),
        "Copied": _("Copied"),
        "Copy to clipboard": _("Copy to clipboard"),
        "Copy column name": _("Copy column name"),
        "Dataframe column menu": _("Dataframe column menu"),
        "Sort ascending": _("Sort ascending"),
        "Sort descending": _("Sort descending"),
        "Autosize": _("Autosize"),
        "Pin column": _("Pin column"),
        "Unpin column": _("Unpin column"),
        "Hide column": _("Hide column"),
        "Format": _("Format"),
        "Statistics": _("Statistics"),
    }


def _of_the_frame() -> dict[str, str]:
    return {
        "Close": _("Close"),
        "Cancel": _("Cancel"),
        "Main menu": _("Main menu"),
        "Rerun": _("Rerun"),
        "Print": _("Print"),
        "Settings": _("Settings"),
        "Clear cache": _("Clear cache"),
        "Record a screencast": _("Record a screencast"),
        "Theme": _("Theme"),
        "System": _("System"),
        "Light": _("Light"),
        "Dark": _("Dark"),
        "Stop": _("Stop"),
        "Running...": _("Running..."),
        "Connecting": _("Connecting"),
        "Sidebar": _("Sidebar"),
        "App pages": _("App pages"),
        "Expand sidebar": _("Expand sidebar"),
        "Collapse sidebar": _("Collapse sidebar"),
        "Navigate to home page": _("Navigate to home page"),
        "Skip to main content": _("Skip to main content"),
        "Scroll tabs left": _("Scroll tabs left"),
        "Scroll tabs right": _("Scroll tabs right"),
        "Help for {n}": _("Help for {n}"),
        "Connection error": _("Connection error"),
    }

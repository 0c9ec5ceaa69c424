"""Every run of the workspace: found, labelled, chosen for comparing, and where it comes from."""

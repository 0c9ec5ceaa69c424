"""Every chart of the studio, in one look."""

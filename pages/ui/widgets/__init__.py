"""What pages are put together from: forms, tables, choices, jobs, uploads, questions."""

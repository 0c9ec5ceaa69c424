"""Any text, document by document: what each token cost a model, and which documents are odd."""

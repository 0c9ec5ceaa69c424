"""Personal data as Chinese texts write it: names, addresses, plates, documents, dates of birth."""

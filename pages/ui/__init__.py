"""What all pages share: language, navigation, session, forms, tables."""

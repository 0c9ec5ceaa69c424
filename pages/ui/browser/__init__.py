"""What Streamlit cannot be told in Python: small scripts of our own, and what they are given."""

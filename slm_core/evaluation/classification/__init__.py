"""Labels for texts by the likelihood that models trained on one label each give them."""

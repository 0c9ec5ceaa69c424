"""The pages of the studio, one file each; `parts` holds what they share."""

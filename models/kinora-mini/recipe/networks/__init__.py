"""The three networks of Kinora Mini: VAE, transformer and text encoder."""

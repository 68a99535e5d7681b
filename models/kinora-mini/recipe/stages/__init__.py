"""The stages of training, in order: clips, vae, latents, text, transformer, decoder."""

"""What stands between the network and a server of ours: which hosts, origins and connections."""

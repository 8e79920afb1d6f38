"""What runs in a rig's namespaces (ns.sh): each module starts its servers, prints one line of JSON, and ends with its standard input."""

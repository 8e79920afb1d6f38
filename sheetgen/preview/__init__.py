"""Site and sheets as they come to be, on loopback: made when a browser asks, and anew when a file behind them was saved."""

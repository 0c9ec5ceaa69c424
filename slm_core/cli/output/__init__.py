"""What commands print: answers, bars, the state of a run or a race while it goes on."""

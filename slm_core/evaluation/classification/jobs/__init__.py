"""Work of a page on labels, in processes of its own: training classifiers, labelling, examples."""

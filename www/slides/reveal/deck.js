// A file of its own, so that the deck also works where a security policy forbids inline scripts.
Reveal.initialize({ hash: true, width: 960, height: 700, margin: 0.03, transition: 'none', pdfSeparateFragments: false });

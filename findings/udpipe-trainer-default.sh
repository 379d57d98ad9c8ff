#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ufal.udpipe 1.4.0.1 (PyPI), UDPipe 1 for Python: the trainable tagger and parser that event coders set before their rules.
#
# Expected: Trainer.DEFAULT, which is offered beside Trainer.NONE, chooses the default training method, as the same constant chooses
#           the default options of tokenizer, tagger and parser in the next arguments of the same call.
# Seen:     for the method it is refused: it is the empty string, and no method has that name. The only method has to be named,
#           "morphodita_parsito"; the command-line program of UDPipe does that by itself.
# Cost:     a training script written from the constants fails, or, where nobody looks at the error object (train raises nothing),
#           saves an empty model.
# Way out:  name the method; look at ProcessingError.occurred() after train.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install ufal.udpipe==1.4.0.1
"$dir/venv/bin/python" - 2>/dev/null <<'PY'
from ufal.udpipe import InputFormat, ProcessingError, Sentence, Sentences, Trainer

TREES = """1\tEnvoys\tenvoy\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\t_
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tfailed\tfail\tVERB\tVBD\t_\t0\troot\t_\t_
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
reader, sentences, sentence, error = InputFormat.newConlluInputFormat(), Sentences(), Sentence(), ProcessingError()
reader.setText(TREES * 20)
while reader.nextSentence(sentence, error):
    sentences.append(sentence)
    sentence = Sentence()


def train(method):
    """A tagger with the default options, and nothing else: (size of the model, what the error object says)."""
    error = ProcessingError()
    model = Trainer.train(method, sentences, Sentences(), Trainer.NONE, Trainer.DEFAULT, Trainer.NONE, error)
    return len(model or b""), error.message if error.occurred() else None


size, refused = train(Trainer.DEFAULT)
print(f"method Trainer.DEFAULT = {Trainer.DEFAULT!r}: a model of {size} bytes, error {refused!r}")
named, fine = train("morphodita_parsito")
print(f"method 'morphodita_parsito': a model of {named} bytes, error {fine!r}")
assert Trainer.DEFAULT == "" and size == 0 and refused and "method" in refused, (size, refused)
assert named > 100 and fine is None, (named, fine)
print("as found with ufal.udpipe 1.4.0.1")
PY

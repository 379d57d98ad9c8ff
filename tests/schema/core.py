# SPDX-License-Identifier: Apache-2.0
"""libdragoman as Python sees it: the shared library through its public header, nothing else."""
import ctypes
import pathlib


class Error(ctypes.Structure):
    _fields_ = [("code", ctypes.c_int), ("what", ctypes.c_char * 256), ("where", ctypes.c_char * 128),
                ("hint", ctypes.c_char * 160)]


class Text(ctypes.Structure):
    _fields_ = [("p", ctypes.c_void_p), ("n", ctypes.c_size_t)]

    def bytes(self):
        return ctypes.string_at(self.p, self.n) if self.p else b""


class Options(ctypes.Structure):
    _fields_ = [("max_input", ctypes.c_size_t), ("max_memory", ctypes.c_size_t), ("max_work", ctypes.c_uint64),
                ("min_confidence", ctypes.c_double), ("metadata_only_other", ctypes.c_int),
                ("timer", ctypes.c_void_p), ("timer_arg", ctypes.c_void_p)]


class Refused(Exception):
    def __init__(self, error, code):
        super().__init__(error.what.decode(errors="replace"))
        self.code = code


class Session:
    """One session of one model. min_confidence below 0: the model's own threshold."""

    def __init__(self, build, min_confidence=0.0, metadata_only_other=True):
        build = pathlib.Path(build)
        self.lib = ctypes.CDLL(str(build / "lib/libdragoman.so"))
        self.lib.dgm_error_code.restype = ctypes.c_char_p
        self.lib.dgm_event_count.restype = ctypes.c_size_t
        for name in ("dgm_extraction", "dgm_event_record", "dgm_article_id"):
            getattr(self.lib, name).restype = Text
        self.error, self.model, self.session = Error(), ctypes.c_void_p(), ctypes.c_void_p()
        options = Options(min_confidence=min_confidence, metadata_only_other=metadata_only_other)
        path = str(build / "share/dragoman.model").encode()
        self.check(self.lib.dgm_model_open(path, ctypes.byref(self.model), ctypes.byref(self.error)))
        self.check(self.lib.dgm_session_new(self.model, ctypes.byref(options), ctypes.byref(self.session),
                                            ctypes.byref(self.error)))

    def check(self, code):
        if code:
            raise Refused(self.error, self.lib.dgm_error_code(code).decode())

    def run(self, article):
        """(extraction, [event records]) as bytes; Refused when the article is."""
        self.check(self.lib.dgm_run(self.session, article, ctypes.c_size_t(len(article)), ctypes.byref(self.error)))
        events = []
        for i in range(self.lib.dgm_event_count(self.session)):
            events.append(self.lib.dgm_event_record(self.session, ctypes.c_size_t(i), ctypes.create_string_buffer(37),
                                                    ctypes.byref(ctypes.c_double())).bytes())
        return self.lib.dgm_extraction(self.session).bytes(), events

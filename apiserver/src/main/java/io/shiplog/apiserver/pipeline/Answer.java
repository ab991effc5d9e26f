package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.read.Page;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.resources.kind.Kind;

/** What a handler wants answered. */
public sealed interface Answer {

    /** One object or a status. */
    record Single(Kind kind, Reply reply) implements Answer {}

    /** A list. */
    record Many(Kind kind, Page page) implements Answer {}

    /** The handler has taken the response over. */
    record Taken() implements Answer {}
}

package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Reviews;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.resources.json.Json;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/** The kinds that are only an answer: who am I, may I, may somebody. Nothing of them is stored. */
final class ReviewHandlers {
    private final BodyDecoder bodies;
    private final InstantSource clock;

    ReviewHandlers(BodyDecoder bodies, InstantSource clock) {
        this.bodies = bodies;
        this.clock = clock;
    }

    CompletionStage<Answer> selfSubject(Call call) {
        return review(call, (review, asked) -> Reviews.self(review, asked.identity(), clock.instant()));
    }

    CompletionStage<Answer> selfSubjectAccess(Call call) {
        return review(call, (review, asked) -> Reviews.selfAccess(review, asked.identity()));
    }

    CompletionStage<Answer> selfSubjectRules(Call call) {
        return review(call, (review, asked) -> Reviews.selfRules(review, asked.identity()));
    }

    CompletionStage<Answer> subjectAccess(Call call) {
        return review(call, (review, asked) -> Reviews.access(review));
    }

    CompletionStage<Answer> token(Call call) {
        return review(call, (review, asked) -> Reviews.token(review));
    }

    private CompletionStage<Answer> review(Call call, BiFunction<ObjectNode, Call, ObjectNode> answer) {
        ObjectNode filled = answer.apply(bodies.read(call), call);
        return CompletableFuture.completedFuture(
                ObjectHandlers.single(call, new Reply.Document(201, Json.bytes(filled))));
    }
}

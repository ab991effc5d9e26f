package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.authn.Reviews;
import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.resources.Field;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.access.ReviewRules;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds that are only an answer: who am I, may I, may somebody. Nothing of them is stored. */
final class ReviewHandlers {
    private final BodyDecoder bodies;
    private final RequestAuthorizer authorizer;
    private final Authentication authentication;
    private final InstantSource clock;

    ReviewHandlers(
            BodyDecoder bodies, RequestAuthorizer authorizer, Authentication authentication, InstantSource clock) {
        this.authentication = authentication;
        this.bodies = bodies;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    CompletionStage<Answer> selfSubject(Call call) {
        return review(call, (review, asked) -> Reviews.self(review, asked.identity(), clock.instant()));
    }

    CompletionStage<Answer> selfSubjectAccess(Call call) {
        return valid(
                call,
                ReviewRules::selfAccess,
                (review, asked) -> Reviews.selfAccess(review, asked.identity(), authorizer));
    }

    CompletionStage<Answer> selfSubjectRules(Call call) {
        return review(call, (review, asked) -> {
            if (review.path("spec").path("namespace").asString("").isEmpty()) {
                throw Failures.badRequest("no namespace on request").exception();
            }
            return Reviews.selfRules(review, asked.identity(), authorizer);
        });
    }

    CompletionStage<Answer> subjectAccess(Call call) {
        return valid(call, ReviewRules::access, (review, asked) -> Reviews.access(review, authorizer));
    }

    CompletionStage<Answer> localSubjectAccess(Call call) {
        String namespace = call.target().namespace();
        return valid(
                call,
                root -> ReviewRules.localAccess(root, namespace),
                (review, asked) -> Reviews.access(review, authorizer));
    }

    CompletionStage<Answer> token(Call call) {
        return review(call, (review, asked) -> {
            JsonNode spec = review.path("spec");
            String token = spec.path("token").asString("");
            if (token.isEmpty()) {
                throw Failures.badRequest("token is required for TokenReview in authentication")
                        .exception();
            }
            List<String> audiences = new ArrayList<>();
            spec.path("audiences").forEach(audience -> audiences.add(audience.asString("")));
            List<String> wanted = audiences.isEmpty() ? List.of(TokenKey.ISSUER) : audiences;
            return Reviews.token(review, authentication.token(token, wanted));
        });
    }

    private CompletionStage<Answer> valid(
            Call call, Consumer<Field> rules, BiFunction<ObjectNode, Call, ObjectNode> answer) {
        return review(call, (review, asked) -> {
            Field root = Field.of(review);
            rules.accept(root);
            if (!root.errors().isEmpty()) {
                Kind kind = call.target().kind();
                throw Failures.invalid(
                                kind.group(),
                                kind.kind(),
                                "",
                                root.errors().stream().map(Cause::of).toList())
                        .exception();
            }
            return answer.apply(review, asked);
        });
    }

    private CompletionStage<Answer> review(Call call, BiFunction<ObjectNode, Call, ObjectNode> answer) {
        ObjectNode filled = answer.apply(bodies.read(call), call);
        return CompletableFuture.completedFuture(
                ObjectHandlers.single(call, new Reply.Document(201, Json.bytes(filled))));
    }
}

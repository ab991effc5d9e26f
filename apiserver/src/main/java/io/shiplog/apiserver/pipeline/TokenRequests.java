package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.TokenAsked;
import io.shiplog.apiserver.authn.TokenClaims;
import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.journal.State;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Subresource;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST serviceaccounts/x/token}: tokens of service accounts, made and not stored. */
final class TokenRequests {
    private final Supplier<CompletableFuture<State>> latest;
    private final BodyDecoder bodies;
    private final TokenKey key;
    private final InstantSource clock;

    /** @param latest what was written up to now: who has just made an account may ask for its token */
    TokenRequests(Supplier<CompletableFuture<State>> latest, BodyDecoder bodies, TokenKey key, InstantSource clock) {
        this.latest = latest;
        this.bodies = bodies;
        this.key = key;
        this.clock = clock;
    }

    CompletionStage<Answer> create(Call call) {
        Subresource taken = Objects.requireNonNull(
                call.target().kind().subresource(call.target().subresource()), "only what the kind has is dispatched");
        ObjectNode request = bodies.read(call, taken);
        return latest.get().thenApplyAsync(state -> answer(call, request, state), call.executor());
    }

    /** @throws ApiException for a request that is refused */
    private Answer answer(Call call, ObjectNode request, State state) {
        Instant now = clock.instant();
        Identity identity = call.identity();
        TokenAsked asked =
                TokenAsked.read(request, call.target().key(), identity.node().orElse(null), state);
        TokenClaims claims = asked.claims();
        ObjectNode metadata = Trees.metadata(request);
        metadata.put("name", call.target().name())
                .put("namespace", call.target().namespace())
                .put("uid", claims.account().uid())
                .put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode spec = Trees.child(request, "spec");
        claims.audiences().forEach(spec.putArray("audiences")::add);
        spec.put("expirationSeconds", asked.seconds());
        if (!spec.has("boundObjectRef")) {
            spec.putNull("boundObjectRef");
        }
        request.putObject("status")
                .put("token", key.sign(claims.json(now, UUID.randomUUID().toString())))
                .put(
                        "expirationTimestamp",
                        now.plusSeconds(asked.seconds())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
        return ObjectHandlers.single(call, new Reply.Document(201, Json.bytes(request)));
    }
}

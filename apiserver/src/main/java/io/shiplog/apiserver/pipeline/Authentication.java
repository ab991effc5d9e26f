package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.AccountTokens;
import io.shiplog.apiserver.authn.BootstrapTokens;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.View;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who makes a request: by the certificate of its connection, or else by what it says in its head. Thread-safe. Of a
 * token whose signature was good that is remembered, not who it is: signatures are dear, and do not go bad.
 */
final class Authentication {
    private static final String SCHEME = "Bearer ";
    private static final int REMEMBERED = 10_000;
    private static final List<String> OWN = List.of(TokenKey.ISSUER);

    private final Supplier<? extends View> state;
    private final TokenKey key;
    private final InstantSource clock;
    private final Map<String, ObjectNode> signed = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75F, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * @param state the objects of the moment
     * @param key signs the tokens of service accounts
     */
    Authentication(Supplier<? extends View> state, TokenKey key, InstantSource clock) {
        this.state = state;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Who makes a request; null when it says nothing of it.
     *
     * @param certified who showed a certificate, null when nobody did
     * @param header the value of {@code Authorization}
     * @throws io.shiplog.apiserver.status.ApiException 401 for a certificate that was taken back, and for a token that
     *     is not good
     */
    @Nullable
    Identity of(@Nullable Identity certified, @Nullable String header) {
        if (certified == null) {
            return shownBy(header);
        }
        if (RevokedNodes.contains(certified, state.get())) {
            throw Failures.unauthorized().exception();
        }
        return certified;
    }

    /**
     * Who shows a bearer token; null when the header is missing or of another scheme.
     *
     * @param header the value of {@code Authorization}
     * @throws io.shiplog.apiserver.status.ApiException 401 for a token that is not good, whatever is asked for, as
     *     upstream answers
     */
    private @Nullable Identity shownBy(@Nullable String header) {
        if (header == null || !header.strip().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.strip().substring(SCHEME.length()).strip();
        return switch (token(token, OWN)) {
            case AccountTokens.Answer.Known(Identity identity, List<String> audiences) -> identity;
            case AccountTokens.Answer.Refused _ -> throw Failures.unauthorized().exception();
        };
    }

    /**
     * Who a token is, of whatever kind.
     *
     * @param audiences those of which it has to be for one
     */
    AccountTokens.Answer token(String token, List<String> audiences) {
        ObjectNode claims = signed.get(token);
        if (claims == null) {
            claims = key.claims(token).orElse(null);
            if (claims != null) {
                signed.put(token, claims);
            }
        }
        if (claims != null) {
            return AccountTokens.identify(claims, audiences, state.get(), clock.instant());
        }
        return BootstrapTokens.identify(token, state.get(), clock.instant())
                .<AccountTokens.Answer>map(identity -> new AccountTokens.Answer.Known(identity, audiences))
                .orElse(new AccountTokens.Answer.Refused(AccountTokens.UNKNOWN));
    }
}

package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.BootstrapTokens;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.View;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who makes a request: by the certificate of its connection, or else by what it says in its head. Thread-safe. */
final class Authentication {
    private static final String SCHEME = "Bearer ";

    private final Supplier<? extends View> state;
    private final InstantSource clock;

    /** @param state the objects of the moment */
    Authentication(Supplier<? extends View> state, InstantSource clock) {
        this.state = state;
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
        return BootstrapTokens.identify(token, state.get(), clock.instant())
                .orElseThrow(() -> Failures.unauthorized().exception());
    }
}

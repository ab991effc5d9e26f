package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.BootstrapTokens;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.View;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who shows no certificate, by what a request says in its head. Thread-safe. */
final class BearerCredentials {
    private static final String SCHEME = "Bearer ";

    private final Supplier<? extends View> state;
    private final InstantSource clock;

    /** @param state the objects of the moment */
    BearerCredentials(Supplier<? extends View> state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /**
     * Who shows a bearer token; null when the header is missing or of another scheme.
     *
     * @param header the value of {@code Authorization}
     * @throws io.shiplog.apiserver.status.ApiException 401 for a token that is not good, whatever is asked for, as
     *     upstream answers
     */
    @Nullable
    Identity shownBy(@Nullable String header) {
        if (header == null || !header.strip().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.strip().substring(SCHEME.length()).strip();
        return BootstrapTokens.identify(token, state.get(), clock.instant())
                .orElseThrow(() -> Failures.unauthorized().exception());
    }
}

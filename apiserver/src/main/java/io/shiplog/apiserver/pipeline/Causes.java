package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.status.ApiException;
import java.util.concurrent.CompletionException;

/** Looks into failures of futures. */
final class Causes {
    private Causes() {}

    /** What really happened, without the wrapper that a stage puts around it. */
    static Throwable of(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static boolean isNotFound(Throwable failure) {
        return of(failure) instanceof ApiException expected && expected.status().code() == 404;
    }
}

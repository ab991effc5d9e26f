package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.read.Selection;
import io.shiplog.apiserver.watch.WatchOptions;
import io.shiplog.apiserver.watch.WatchServer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** The watch operation: from here on the watch owns the response. */
final class WatchHandlers {
    private static final int MIN_TIMEOUT_SECONDS = 1800;

    private final WatchServer watches;

    WatchHandlers(WatchServer watches) {
        this.watches = watches;
    }

    CompletionStage<Answer> watch(Call call) {
        Selection selection = Selection.read(call.target(), call.query());
        if ("websocket".equalsIgnoreCase(call.request().getHeader("Upgrade"))) {
            // The fabric8 client asks in this way first. An answer that does not end would keep it waiting; one that is
            // no upgrade makes it ask over plain HTTP.
            return call.request()
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end()
                    .<Answer>map(new Answer.Taken())
                    .toCompletionStage();
        }
        // A spread of timeouts, as upstream has it, so that clients of one start do not come back all at once.
        Duration timeout = Duration.ofSeconds(
                MIN_TIMEOUT_SECONDS + ThreadLocalRandom.current().nextInt(MIN_TIMEOUT_SECONDS));
        WatchOptions options = WatchOptions.read(call.query(), timeout);
        Responder.putWarnings(call.request().response(), call.warnings());
        call.request().response().setChunked(true);
        call.request().response().putHeader("Content-Type", "application/json");
        call.request().response().putHeader("Cache-Control", "no-cache, private");
        return watches.start(call.context(), call.request().response(), selection, options, call.representation())
                .thenApply(started -> new Answer.Taken());
    }
}

package io.shiplog.apiserver.pipeline;

import java.util.concurrent.CompletionStage;

/** What serves one operation of the table. */
@FunctionalInterface
public interface Handler {

    /**
     * Serves a request.
     *
     * @return what is to be answered; {@link Answer.Taken} when the handler writes the response itself. Failures may be
     *     thrown as {@link io.shiplog.apiserver.status.ApiException} or complete the stage exceptionally
     */
    CompletionStage<? extends Answer> handle(Call call);
}

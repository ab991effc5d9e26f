package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.write.Consultant;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.write.Consultation.Act;
import io.shiplog.resources.write.Consultation.Opinion;
import io.shiplog.resources.write.Consultation.Subject;
import io.shiplog.resources.write.Consulted;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A connection into a pod, made only when those agree who are asked about connections. */
record ConnectReview(Supplier<? extends View> view, Handler handler) implements Handler {
    private static final Set<String> FLAGS = Set.of("stdin", "stdout", "stderr", "tty");

    @Override
    public CompletionStage<? extends Answer> handle(Call call) {
        Consultant consultant = call.consultant(false);
        RequestTarget target = call.target();
        if (consultant.isSilent(view.get(), target.object())) {
            return handler.handle(call);
        }
        return reviewed(call, consultant, new Subject(Act.CONNECT, target.object(), options(call), null));
    }

    private CompletionStage<? extends Answer> reviewed(Call call, Consultant consultant, Subject subject) {
        return switch (Consulted.opinion(view.get(), subject, consultant)) {
            case Opinion.Agreed _ -> handler.handle(call);
            case Opinion.Refused(var refusal) ->
                CompletableFuture.failedFuture(ApiStatus.of(refusal).exception());
            case Opinion.Awaited _ ->
                consultant.answered().thenComposeAsync(_ -> reviewed(call, consultant, subject), call.executor());
        };
    }

    private static ObjectNode options(Call call) {
        RequestTarget target = call.target();
        Subresource subresource = target.kind().subresource(target.subresource());
        ObjectNode options = Json.object();
        options.put("kind", subresource == null ? "" : subresource.kind()).put("apiVersion", "v1");
        for (String flag : FLAGS) {
            if (call.query().has(flag)) {
                options.put(flag, call.query().flag(flag));
            }
        }
        if (call.query().has("container")) {
            options.put("container", call.query().text("container"));
        }
        List<String> command = call.query().all("command");
        if (!command.isEmpty()) {
            ArrayNode words = options.putArray("command");
            command.forEach(words::add);
        }
        List<String> ports = call.query().all("ports");
        if (!ports.isEmpty()) {
            ArrayNode numbers = options.putArray("ports");
            ports.forEach(numbers::add);
        }
        return options;
    }
}

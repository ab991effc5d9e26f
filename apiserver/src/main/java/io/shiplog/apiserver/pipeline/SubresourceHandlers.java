package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.write.DeleteOptions;
import io.shiplog.apiserver.write.Operation;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.apiserver.write.Writer;
import io.shiplog.objects.GroupResource;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Binding;
import io.shiplog.resources.write.Consultation;
import io.shiplog.resources.write.Consulted;
import io.shiplog.resources.write.Eviction;
import io.shiplog.resources.write.ObjectChange;
import io.shiplog.resources.write.Replacement.Part;
import io.shiplog.resources.write.Scale;
import io.shiplog.resources.write.WriteRequest;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The writes of scale, bindings and evictions. */
final class SubresourceHandlers {
    private static final GroupResource PODS = Pods.RESOURCE;

    private final Writer writer;
    private final BodyDecoder bodies;
    private final Patches patches;
    private final InstantSource clock;
    private final Supplier<Kinds> kinds;

    SubresourceHandlers(Writer writer, BodyDecoder bodies, InstantSource clock, Supplier<Kinds> kinds) {
        this.kinds = kinds;
        this.writer = writer;
        this.bodies = bodies;
        this.patches = new Patches(bodies);
        this.clock = clock;
    }

    CompletionStage<Answer> updateScale(Call call) {
        ObjectNode scale = bodies.read(call, taken(call));
        return changeScale(call, current -> new ObjectChange.Edited(scale.deepCopy()));
    }

    CompletionStage<Answer> patchScale(Call call) {
        return changeScale(call, patches.change(call, taken(call).schema()));
    }

    /** What the call's subresource takes. */
    private static Subresource taken(Call call) {
        Subresource subresource = call.target().kind().subresource(call.target().subresource());
        return Objects.requireNonNull(subresource, "only what the kind has is dispatched");
    }

    private CompletionStage<Answer> changeScale(Call call, ObjectChange ofScale) {
        ObjectChange change = Scale.change(
                ofScale, call.target().kind().rules().scale(), call.target().name());
        return writer.change(
                        call.target(),
                        change,
                        Part.ALL,
                        FieldManagers.name(call),
                        ObjectHandlers.session(call),
                        done -> ReadHandlers.scale(call.target().kind(), done.object()))
                .thenApply(reply -> ObjectHandlers.single(call, reply));
    }

    /** {@code POST pods/x/binding}. */
    CompletionStage<Answer> bind(Call call) {
        ObjectNode binding = bodies.read(call, taken(call));
        String name = Trees.text(Trees.metadata(binding), "name");
        if (!name.isEmpty() && !name.equals(call.target().name())) {
            throw Failures.badRequest("name in URL does not match name in Binding object")
                    .exception();
        }
        return bind(call, call.target(), binding);
    }

    /** {@code POST bindings}, which names its pod in the body. */
    CompletionStage<Answer> bindByName(Call call) {
        ObjectNode binding = bodies.read(call);
        Kind pods = kinds.get().preferred(PODS);
        String name = Trees.text(Trees.metadata(binding), "name");
        if (pods == null || name.isEmpty()) {
            throw Failures.badRequest("name must be provided").exception();
        }
        return bind(call, new RequestTarget(pods, call.target().namespace(), name, "binding"), binding);
    }

    private CompletionStage<Answer> bind(Call call, RequestTarget pod, ObjectNode binding) {
        WriteRequest request = new Binding(pod.object(), binding, clock.instant());
        return done(call, pod, "binding", binding, request, call.dryRun());
    }

    /** Carries out what is answered with a Status. */
    private CompletionStage<Answer> done(
            Call call, RequestTarget pod, String subresource, ObjectNode body, WriteRequest request, boolean dryRun) {
        var session = new Writer.Session(
                call.origin(),
                call.executor(),
                dryRun,
                call.auditId(),
                call.guard(dryRun),
                call.consultant(subresource, dryRun));
        var subject = new Consultation.Subject(Consultation.Act.CREATE, pod.object(), body, null);
        Reply done = new Reply.Outcome(new ApiStatus(201, "", "", null));
        return writer.run(new Operation(new Consulted(subject, request, session.consultant()), _ -> done), session)
                .thenApply(reply -> ObjectHandlers.single(call, reply));
    }

    /** {@code POST pods/x/eviction}. */
    CompletionStage<Answer> evict(Call call) {
        ObjectNode eviction = bodies.read(call, taken(call));
        String name = Trees.text(Trees.metadata(eviction), "name");
        RequestTarget pod = call.target();
        if (!name.isEmpty() && !name.equals(pod.name())) {
            throw Failures.badRequest("name in URL does not match name in Eviction object")
                    .exception();
        }
        ObjectNode given = eviction.get("deleteOptions") instanceof ObjectNode found ? found : Json.object();
        DeleteOptions options = DeleteOptions.read(given, call.query());
        WriteRequest request = new Eviction(writer.deletion(pod, options.deletion()));
        return done(call, pod, "eviction", eviction, request, options.dryRun());
    }

    /** {@code PUT namespaces/x/finalize}. */
    CompletionStage<Answer> finalizeNamespace(Call call) {
        ObjectNode namespace = bodies.read(call);
        return writer.update(
                        call.target(),
                        namespace,
                        Part.FINALIZERS,
                        FieldManagers.name(call),
                        ObjectHandlers.session(call))
                .thenApply(reply -> ObjectHandlers.single(call, reply));
    }
}

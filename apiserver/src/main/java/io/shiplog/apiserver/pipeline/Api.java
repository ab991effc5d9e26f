package io.shiplog.apiserver.pipeline;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shiplog.apiserver.ask.Questions;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.discovery.DiscoveryDocuments;
import io.shiplog.apiserver.discovery.Health;
import io.shiplog.apiserver.join.Joining;
import io.shiplog.apiserver.metrics.RequestMetrics;
import io.shiplog.apiserver.read.PresentStates;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.read.Snapshots;
import io.shiplog.apiserver.render.Rendering;
import io.shiplog.apiserver.watch.PresentChanges;
import io.shiplog.apiserver.watch.WatchServer;
import io.shiplog.apiserver.webhook.WebhookCalls;
import io.shiplog.apiserver.write.Proposer;
import io.shiplog.apiserver.write.Writer;
import io.shiplog.journal.State;
import io.shiplog.journal.past.Moments;
import io.shiplog.journal.replica.Replica;
import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.PodTemplates;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.write.Replacement.Part;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The parts of one server, put together; shared by its event loops. */
public final class Api {
    private static final int SNAPSHOTS = 200;
    private static final Duration SNAPSHOT_AGE = Duration.ofMinutes(5);
    private static final Duration SNAPSHOT_SWEEP = Duration.ofSeconds(30);

    private final WatchServer watches;
    private final Dispatcher dispatcher;
    private final Supplier<State> state;
    private final Writer writer;
    private final DiscoveryDocuments.Current documents;
    private final Supplier<Kinds> kinds;

    /**
     * @param moments the past
     * @param serverAddress host and port that clients reach the server at
     * @param podStreams what serves the streams of pods, whose nodes it reads
     * @param joining makes nodes; empty where none can join
     * @param trails audits requests
     * @param key signs the tokens of service accounts
     */
    public Api(
            Vertx vertx,
            Replica replica,
            Moments moments,
            String serverAddress,
            Function<Reads, PodStreams> podStreams,
            PrometheusMeterRegistry registry,
            Optional<Joining> joining,
            AuditTrails trails,
            TokenKey key,
            InstantSource clock) {
        state = replica::state;
        kinds = () -> Kinds.of(replica.state());
        BodyDecoder bodies = new BodyDecoder(trails);
        RequestAuthorizer authorizer = new RequestAuthorizer(replica::state);
        Authentication authentication = new Authentication(replica::state, key, clock);
        TokenRequests tokens = new TokenRequests(replica::latest, bodies, key, clock);
        Rendering rendering = new Rendering(clock);
        RequestMetrics metrics = new RequestMetrics(registry);
        Responder responder = new Responder(vertx, rendering, trails);
        Snapshots snapshots = new Snapshots(SNAPSHOTS, SNAPSHOT_AGE, clock);
        vertx.setPeriodic(SNAPSHOT_SWEEP.toMillis(), timer -> snapshots.expire());
        Executor scans = scans(vertx);
        Reads reads = new Reads(new PresentStates(replica, snapshots), scans);
        watches = new WatchServer(vertx, new PresentChanges(replica, reads), reads, rendering, metrics);
        writer = new Writer(new Proposer(replica), clock);
        PodStreams streams = podStreams.apply(reads);
        SubresourceHandlers special = new SubresourceHandlers(writer, bodies, clock, kinds);
        ObjectHandlers objects = new ObjectHandlers(reads, writer, bodies);
        Operations operations = new Operations()
                .add("create", "", objects::create)
                .add("update", "", call -> objects.update(call, Part.ALL))
                .add("patch", "", call -> objects.patch(call, Part.ALL))
                .add("delete", "", objects::delete)
                .add("deletecollection", "", objects::deleteCollection)
                .add("update", "status", call -> objects.update(call, Part.STATUS))
                .add("patch", "status", call -> objects.patch(call, Part.STATUS))
                .add("update", "scale", special::updateScale)
                .add("patch", "scale", special::patchScale)
                .add(
                        "update",
                        Access.SIGNING_REQUESTS.resource(),
                        "approval",
                        call -> objects.update(call, Part.STATUS))
                .add("create", Access.SIGNING_REQUESTS.resource(), "", objects::createSigningRequest)
                .add("patch", Access.SIGNING_REQUESTS.resource(), "approval", call -> objects.patch(call, Part.STATUS))
                .add("update", Namespaces.RESOURCE, "finalize", special::finalizeNamespace)
                .add("create", PodTemplates.BINDING.resource(), "", special::bindByName)
                .add("create", Pods.RESOURCE, "binding", special::bind)
                .add("create", Pods.RESOURCE, "eviction", special::evict)
                .add("get", Pods.RESOURCE, "log", streams.log())
                .add("get", Pods.RESOURCE, "exec", new ConnectReview(state, streams.exec()))
                .add("create", Pods.RESOURCE, "exec", new ConnectReview(state, streams.exec()))
                .add("get", Pods.RESOURCE, "attach", new ConnectReview(state, streams.attach()))
                .add("create", Pods.RESOURCE, "attach", new ConnectReview(state, streams.attach()))
                .add("get", Pods.RESOURCE, "portforward", new ConnectReview(state, streams.portForward()))
                .add("create", Pods.RESOURCE, "portforward", new ConnectReview(state, streams.portForward()))
                .add("create", Configuration.ACCOUNTS.resource(), "token", tokens::create)
                .add(
                        "update",
                        Pods.RESOURCE,
                        "ephemeralcontainers",
                        call -> objects.update(call, Part.EPHEMERAL_CONTAINERS))
                .add(
                        "patch",
                        Pods.RESOURCE,
                        "ephemeralcontainers",
                        call -> objects.patch(call, Part.EPHEMERAL_CONTAINERS))
                .add("update", Pods.RESOURCE, "resize", call -> objects.update(call, Part.RESIZE))
                .add("patch", Pods.RESOURCE, "resize", call -> objects.patch(call, Part.RESIZE));

        for (String verb : List.of("get", "create", "update", "patch", "delete", "")) {
            for (GroupResource proxied : List.of(Pods.RESOURCE, Services.RESOURCE, Nodes.RESOURCE)) {
                operations.add(verb, proxied, "proxy", streams.proxy());
            }
        }
        ReadHandlers.addTo(
                operations,
                new ReadHandlers(reads),
                new WatchHandlers(watches),
                new ReviewHandlers(bodies, authorizer, authentication, clock));
        documents = new DiscoveryDocuments.Current(kinds, serverAddress);
        Health health = new Health(
                replica::isRunning, replica::latest, () -> replica.refusal().isEmpty());
        NonResources nonResources = new NonResources(vertx, documents::get, health, metrics, key, responder);
        PastRequests past = new PastRequests(
                vertx,
                moments,
                replica,
                new PastRequests.Shared(
                        watches,
                        documents,
                        health,
                        metrics,
                        bodies,
                        scans,
                        responder,
                        authorizer,
                        authentication,
                        key));
        QuestionRequests questions = new QuestionRequests(
                vertx,
                new Questions(moments, kinds),
                () -> replica.state().resourceVersion(),
                writer,
                responder,
                authorizer);
        dispatcher = Dispatcher.ofPresent(
                kinds,
                operations,
                nonResources,
                responder,
                metrics,
                authorizer,
                new Dispatcher.Present(
                        past,
                        questions,
                        new NodeRequests(vertx, joining, replica::state, responder),
                        authentication,
                        consulting(new WebhookCalls(vertx))));
    }

    private static Consulting consulting(WebhookCalls webhooks) {
        return (call, subresource, dryRun) -> webhooks.about(call.identity(), subresource, dryRun, null, call::warn);
    }

    /** Walks over long collections: as many at a time as there are processors. */
    private static Executor scans(Vertx vertx) {
        WorkerExecutor workers = vertx.createSharedWorkerExecutor(
                "shiplog-scans", Runtime.getRuntime().availableProcessors());
        return task -> workers.executeBlocking(
                () -> {
                    task.run();
                    return true;
                },
                false);
    }

    /** The kinds of the moment. */
    public Kinds kinds() {
        return kinds.get();
    }

    /** The write operations, for what the server itself creates at its start. */
    public Writer writer() {
        return writer;
    }

    /** Makes the documents that most clients ask for first and that take long to make. Blocks. */
    public boolean prepareDocuments() {
        documents.get().prepare();
        return true;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Whether somebody's certificate is not good any more. */
    boolean isRevoked(Identity certified) {
        return RevokedNodes.contains(certified, state.get());
    }

    /** Ends every watch. */
    public void close() {
        watches.close();
    }
}

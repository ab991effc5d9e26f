package io.shiplog.reconcilers.world;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A stand-in for scheduler and kubelets: binds pods, makes them ready, ends what is being deleted. */
public final class Kubelets {
    /** Where a daemon pod names its node. */
    private static final String NAMED_NODE =
            "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0"
                    + "/matchFields/0/values/0";

    private final World world;
    private final List<String> names;
    private int addresses;

    public Kubelets(World world, String... names) {
        this.world = world;
        this.names = List.of(names);
    }

    /** One step for every pod: pending to bound, bound to ready, terminating to gone; whether there was one. */
    public boolean step() {
        boolean stepped = false;
        for (StoredObject pod : world.list(Pods.RESOURCE)) {
            stepped |= step(pod);
        }
        return stepped;
    }

    /** One step for one pod that has one to make. */
    public boolean step(StoredObject pod) {
        var model = PodFacts.of(pod);
        if (pod.facts().deleting()) {
            return pod.facts().finalizers().isEmpty() && world.propose(List.of(Write.delete(pod)));
        }
        if (model.hasEnded()) {
            return false;
        }
        if (model.node() == null) {
            String wanted = Json.parse(pod.json()).at(NAMED_NODE).asString("");
            String node =
                    wanted.isEmpty() ? names.get(Math.floorMod(pod.key().name().hashCode(), names.size())) : wanted;
            return write(pod, json -> Draft.object(json, "spec").put("nodeName", node));
        }
        if (!model.isReady() || model.addresses().isEmpty()) {
            return write(pod, this::run);
        }
        return false;
    }

    /** Marks a pod as Running and Ready, or as not ready. */
    public void ready(String key, boolean ready) {
        StoredObject pod = world.get(Pods.RESOURCE, key);
        write(pod, json -> setReady(json, ready));
    }

    /** Ends a pod. */
    public void fail(String key) {
        write(
                world.get(Pods.RESOURCE, key),
                json -> Draft.object(json, "status").put("phase", "Failed"));
    }

    /** Ends a pod's one container, called {@code main}, now. */
    public void end(String key, int exitCode) {
        write(world.get(Pods.RESOURCE, key), json -> {
            ObjectNode status = Draft.object(json, "status");
            status.put("phase", exitCode == 0 ? "Succeeded" : "Failed");
            setReady(json, false);
            ObjectNode container = status.putArray("containerStatuses").addObject();
            container.put("name", "main").put("restartCount", 0);
            container
                    .putObject("state")
                    .putObject("terminated")
                    .put("exitCode", exitCode)
                    .put("finishedAt", Times.text(world.now()));
        });
    }

    /** Steps and lets the controllers settle until nothing moves any more. */
    public void converge() {
        world.settle();
        for (int round = 0; step(); round++) {
            if (round > 1_000) {
                throw new AssertionError("the pods never come to rest");
            }
            world.settle();
        }
    }

    private void run(ObjectNode json) {
        ObjectNode status = Draft.object(json, "status");
        status.put("phase", "Running");
        String address = "10.1." + (++addresses / 250) + "." + (1 + addresses % 250);
        status.put("podIP", address);
        status.putArray("podIPs").addObject().put("ip", address);
        setReady(json, true);
    }

    private void setReady(ObjectNode json, boolean ready) {
        ObjectNode status = Draft.object(json, "status");
        status.putArray("conditions")
                .add(Json.object()
                        .put("type", "Ready")
                        .put("status", ready ? "True" : "False")
                        .put("lastTransitionTime", Times.text(world.now())));
    }

    private boolean write(StoredObject object, java.util.function.Consumer<ObjectNode> edit) {
        Draft draft = Draft.of(object);
        edit.accept(draft.json());
        return world.edit(draft);
    }
}

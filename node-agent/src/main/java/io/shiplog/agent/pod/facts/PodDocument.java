package io.shiplog.agent.pod.facts;

import io.fabric8.kubernetes.api.model.Pod;
import io.shiplog.resources.model.Models;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Pod of an assignment. Its bytes are what is kept; its tree and its model, of three times their size each, are made when the
 * agent acts on the pod and go with the next collection of garbage. Any thread may ask; nobody changes what it gets.
 */
public final class PodDocument {
    private final byte[] json;
    private volatile WeakReference<@Nullable ObjectNode> tree = new WeakReference<>(null);
    private volatile WeakReference<@Nullable Pod> model = new WeakReference<>(null);

    /** @param json the whole Pod, which nobody changes */
    PodDocument(byte[] json) {
        this.json = json;
    }

    ObjectNode tree() {
        ObjectNode known = tree.get();
        if (known == null) {
            known = AgentJson.parse(json);
            tree = new WeakReference<>(known);
        }
        return known;
    }

    Pod model() {
        Pod known = model.get();
        if (known == null) {
            known = Models.decode(json, Pod.class);
            model = new WeakReference<>(known);
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PodDocument document && Arrays.equals(json, document.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }
}

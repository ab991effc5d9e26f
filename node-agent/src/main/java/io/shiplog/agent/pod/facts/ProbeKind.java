package io.shiplog.agent.pod.facts;

import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.Probe;
import org.jspecify.annotations.Nullable;

/** What a probe decides: whether the container has started, must be restarted, or may get traffic. */
public enum ProbeKind {
    STARTUP("Startup"),
    LIVENESS("Liveness"),
    READINESS("Readiness");

    private final String title;

    ProbeKind(String title) {
        this.title = title;
    }

    /** Its name as events write it. */
    public String title() {
        return title;
    }

    public @Nullable Probe of(ContainerDefinition container) {
        return switch (this) {
            case STARTUP -> container.lifecycle().startup();
            case LIVENESS -> container.lifecycle().liveness();
            case READINESS -> container.lifecycle().readiness();
        };
    }
}

package io.shiplog.agent.container;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.NeededObject;
import io.shiplog.agent.pod.spec.ObjectData;
import io.shiplog.agent.pod.spec.ValueSource;
import io.shiplog.agent.pod.spec.Variables;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's environment: services, then envFrom, then env, later ones replacing earlier ones. A value may refer to
 * variables before it.
 */
final class Environment {
    private Environment() {}

    /** @throws ContainerConfigException when a ConfigMap, Secret or key that is not optional is not there */
    static Map<String, String> of(PodAssignment pod, ContainerDefinition container, HostNode host, String podIp) {
        Map<String, String> services = ServiceVariables.of(pod);
        var variables = new LinkedHashMap<>(services);
        Variables asked = container.program().variables();
        for (Variables.Set set : asked.sets()) {
            ObjectData data = object(pod, set.object());
            if (data != null) {
                data.variables().forEach((key, value) -> variables.put(set.prefix() + key, value));
            }
        }
        for (Variables.Variable variable : asked.single()) {
            String value = switch (variable.value()) {
                case ValueSource.Literal(String text) -> Expansion.expand(text, variables);
                case ValueSource.PodField(String path) -> PodFields.value(path, pod, host, podIp);
                case ValueSource.ContainerAmount amount -> ResourceFields.value(amount, pod, container, host);
                case ValueSource.ObjectKey key -> value(key, pod);
            };
            if (value != null) {
                variables.put(variable.name(), value);
            }
        }
        return variables;
    }

    /** The value of a key, null when it may be missing and is. */
    private static @Nullable String value(ValueSource.ObjectKey key, PodAssignment pod) {
        NeededObject needed = key.object();
        ObjectData data = object(pod, needed);
        String value = data == null ? null : data.variable(key.key());
        if (value == null && data != null && !needed.optional()) {
            throw new ContainerConfigException("couldn't find key " + key.key() + " in "
                    + (needed.kind() == NeededObject.Kind.SECRET ? "Secret " : "ConfigMap ") + pod.namespace() + "/"
                    + needed.name());
        }
        return value;
    }

    /** What an object holds, null when it may be missing and is. */
    private static @Nullable ObjectData object(PodAssignment pod, NeededObject needed) {
        ObjectData data = pod.object(needed);
        if (data == null && !needed.optional()) {
            throw new ContainerConfigException((needed.kind() == NeededObject.Kind.SECRET ? "secret" : "configmap")
                    + " \"" + needed.name() + "\" not found");
        }
        return data;
    }
}

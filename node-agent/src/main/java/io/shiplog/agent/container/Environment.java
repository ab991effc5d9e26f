package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    static Map<String, String> of(PodAssignment pod, Container container, Site site, String podIp) {
        Map<String, String> services = ServiceVariables.of(pod);
        var variables = new LinkedHashMap<>(services);
        if (container.getEnvFrom() != null) {
            container.getEnvFrom().forEach(source -> addAll(source, pod, variables));
        }
        if (container.getEnv() != null) {
            for (EnvVar variable : container.getEnv()) {
                String value = value(variable, pod, container, site, podIp, variables);
                if (value != null) {
                    variables.put(variable.getName(), value);
                }
            }
        }
        return variables;
    }

    private static void addAll(EnvFromSource source, PodAssignment pod, Map<String, String> to) {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        if (source.getConfigMapRef() != null) {
            String name = source.getConfigMapRef().getName();
            ConfigMap map = configMap(pod, name, source.getConfigMapRef().getOptional());
            if (map != null && map.getData() != null) {
                map.getData().forEach((key, value) -> to.put(prefix + key, value));
            }
        }
        if (source.getSecretRef() != null) {
            String name = source.getSecretRef().getName();
            Secret secret = secret(pod, name, source.getSecretRef().getOptional());
            if (secret != null && secret.getData() != null) {
                secret.getData().forEach((key, value) -> to.put(prefix + key, decoded(value)));
            }
        }
    }

    private static @Nullable String value(
            EnvVar variable,
            PodAssignment pod,
            Container container,
            Site site,
            String podIp,
            Map<String, String> before) {
        EnvVarSource source = variable.getValueFrom();
        if (source == null) {
            return Expansion.expand(variable.getValue() == null ? "" : variable.getValue(), before);
        }
        if (source.getFieldRef() != null) {
            return PodFields.value(source.getFieldRef().getFieldPath(), pod, site, podIp);
        }
        if (source.getResourceFieldRef() != null) {
            return ResourceFields.value(source.getResourceFieldRef(), pod, container, site);
        }
        if (source.getConfigMapKeyRef() != null) {
            var ref = source.getConfigMapKeyRef();
            ConfigMap map = configMap(pod, ref.getName(), ref.getOptional());
            String value =
                    map == null || map.getData() == null ? null : map.getData().get(ref.getKey());
            if (value == null && map != null && !Boolean.TRUE.equals(ref.getOptional())) {
                throw new ContainerConfigException(
                        "couldn't find key " + ref.getKey() + " in ConfigMap " + pod.namespace() + "/" + ref.getName());
            }
            return value;
        }
        if (source.getSecretKeyRef() != null) {
            var ref = source.getSecretKeyRef();
            Secret secret = secret(pod, ref.getName(), ref.getOptional());
            String value = secret == null || secret.getData() == null
                    ? null
                    : secret.getData().get(ref.getKey());
            if (value == null && secret != null && !Boolean.TRUE.equals(ref.getOptional())) {
                throw new ContainerConfigException(
                        "couldn't find key " + ref.getKey() + " in Secret " + pod.namespace() + "/" + ref.getName());
            }
            return value == null ? null : decoded(value);
        }
        return "";
    }

    private static @Nullable ConfigMap configMap(PodAssignment pod, String name, @Nullable Boolean optional) {
        ConfigMap map = pod.configMaps().get(name);
        if (map == null && !Boolean.TRUE.equals(optional)) {
            throw new ContainerConfigException("configmap \"" + name + "\" not found");
        }
        return map;
    }

    private static @Nullable Secret secret(PodAssignment pod, String name, @Nullable Boolean optional) {
        Secret secret = pod.secrets().get(name);
        if (secret == null && !Boolean.TRUE.equals(optional)) {
            throw new ContainerConfigException("secret \"" + name + "\" not found");
        }
        return secret;
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of one container of a pod.
 *
 * @param container its members stand beside those that follow
 * @param imageId what runs, as the runtime reports it; empty before
 * @param env in the order in which the container gets them
 * @param envFrom the Secrets and ConfigMaps that are taken as a whole, in their order
 * @param requests by resource, such as {@code cpu}, {@code memory} and {@code nvidia.com/gpu}
 * @param lastState how the run before ended; left out when there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ContainerDetailsJson(
        @JsonUnwrapped ContainerJson container,
        String imageId,
        List<VariableJson> env,
        List<SourceJson> envFrom,
        List<Port> ports,
        Map<String, String> requests,
        Map<String, String> limits,
        List<Mount> mounts,
        @Nullable StateJson state,
        @Nullable StateJson lastState) {

    /** @param hostPort left out when 0 */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Port(String name, int port, int hostPort, String protocol) {
        static Port of(ContainerPort port) {
            return new Port(
                    Kept.text(port.getName()),
                    port.getContainerPort() == null ? 0 : port.getContainerPort(),
                    port.getHostPort() == null ? 0 : port.getHostPort(),
                    Kept.text(port.getProtocol()));
        }
    }

    /** @param subPath left out when the whole volume is mounted */
    record Mount(
            String name,
            String mountPath,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String subPath,
            boolean readOnly) {
        static Mount of(VolumeMount mount) {
            return new Mount(
                    mount.getName(),
                    mount.getMountPath(),
                    Kept.text(mount.getSubPath()) + Kept.text(mount.getSubPathExpr()),
                    Boolean.TRUE.equals(mount.getReadOnly()));
        }
    }

    static ContainerDetailsJson of(SpecContainer container, Optional<ContainerStatus> status, Environment env) {
        return new ContainerDetailsJson(
                ContainerJson.of(container, status),
                status.map(ContainerStatus::getImageID).map(Kept::text).orElse(""),
                env.of(container),
                env.sources(container),
                container.ports().stream().map(Port::of).toList(),
                texts(container.resources().getRequests()),
                texts(container.resources().getLimits()),
                container.mounts().stream().map(Mount::of).toList(),
                state(status.map(ContainerStatus::getState)),
                state(status.map(ContainerStatus::getLastState)));
    }

    private static Map<String, String> texts(@Nullable Map<String, Quantity> quantities) {
        Map<String, String> texts = new TreeMap<>();
        Kept.map(quantities)
                .forEach((resource, quantity) ->
                        texts.put(resource, Amount.of(quantity).of(resource)));
        return texts;
    }

    private static @Nullable StateJson state(Optional<ContainerState> state) {
        return state.map(StateJson::of).orElse(null);
    }
}

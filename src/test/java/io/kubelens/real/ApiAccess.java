package io.kubelens.real;

import java.nio.file.Path;

/**
 * How the gateway reaches the API server, for whoever wants to do the same without it.
 *
 * @param ca a PEM file
 */
public record ApiAccess(String url, String token, Path ca) {

    public static ApiAccess of(RealCluster cluster) {
        KubeApi api = cluster.api();
        return new ApiAccess(
                api.url(),
                api.serviceAccountToken("kubelens", "kubelens"),
                api.certificate().certificateFile());
    }

    @Override
    public String toString() {
        return url;
    }
}

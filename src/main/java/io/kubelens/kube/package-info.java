/** Kubernetes, as the service's own identity: the guarded client, the watched cache and the raw log stream. */
@NullMarked
package io.kubelens.kube;

import org.jspecify.annotations.NullMarked;

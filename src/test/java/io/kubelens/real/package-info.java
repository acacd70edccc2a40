/** Real servers for the end-to-end suite: kube-apiserver with etcd, Keycloak, and a kubelet's log side. */
@NullMarked
package io.kubelens.real;

import org.jspecify.annotations.NullMarked;

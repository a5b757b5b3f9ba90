(function () {
  "use strict";
  var canvas = document.getElementById("view3d"), held = document.getElementById("glb");
  if (!canvas || !held) return;
  var gl = canvas.getContext("webgl2", { antialias: true, alpha: false });
  if (!gl) { canvas.hidden = true; return; }
  var text = atob(held.textContent.trim()), bytes = new Uint8Array(text.length), i;
  for (i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  var view = new DataView(bytes.buffer), length = view.getUint32(12, true);
  var file = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + length))), base = 20 + length + 8;
  function read(index) {
    var a = file.accessors[index], v = file.bufferViews[a.bufferView], from = base + (v.byteOffset || 0) + (a.byteOffset || 0);
    var size = a.type === "VEC3" ? 3 : 1, type = a.componentType === 5126 ? Float32Array : a.componentType === 5123 ? Uint16Array : Uint32Array;
    return new type(bytes.slice(from, from + a.count * size * type.BYTES_PER_ELEMENT).buffer);
  }
  var nodes = [], total = 0, cache = {};
  (file.nodes || []).forEach(function (n) {
    if (n.mesh === undefined) return;
    var p = file.meshes[n.mesh].primitives[0], key = p.attributes.POSITION + "/" + p.indices;
    var shape = cache[key] || (cache[key] = { position: read(p.attributes.POSITION), index: read(p.indices) });
    var m = (file.materials || [])[p.material], c = m ? m.pbrMetallicRoughness.baseColorFactor : [0.6, 0.6, 0.6, 1];
    nodes.push({ shape: shape, matrix: n.matrix, color: c.map(function (x, k) { return k < 3 ? Math.pow(x, 1 / 2.2) : x; }), guid: (n.extras || {}).GlobalId, start: total });
    total += shape.index.length;
  });
  if (!total) { canvas.hidden = true; return; }
  var position = new Float32Array(total * 3), color = new Uint8Array(total * 4), low = [1e9, 1e9, 1e9], high = [-1e9, -1e9, -1e9];
  nodes.forEach(function (n) {
    var m = n.matrix, box = n.low = [1e9, 1e9, 1e9], top = n.high = [-1e9, -1e9, -1e9];
    for (var k = 0; k < n.shape.index.length; k++) {
      var s = n.shape.index[k] * 3, x = n.shape.position[s], y = n.shape.position[s + 1], z = n.shape.position[s + 2];
      var q = m ? [m[0] * x + m[4] * y + m[8] * z + m[12], m[1] * x + m[5] * y + m[9] * z + m[13], m[2] * x + m[6] * y + m[10] * z + m[14]] : [x, y, z];
      position.set(q, (n.start + k) * 3);
      for (var a = 0; a < 3; a++) { if (q[a] < box[a]) box[a] = q[a]; if (q[a] > top[a]) top[a] = q[a]; }
    }
    for (a = 0; a < 3; a++) { low[a] = Math.min(low[a], box[a]); high[a] = Math.max(high[a], top[a]); }
  });
  function shader(kind, source) { var s = gl.createShader(kind); gl.shaderSource(s, source); gl.compileShader(s); return s; }
  var program = gl.createProgram();
  gl.attachShader(program, shader(gl.VERTEX_SHADER, "#version 300 es\nin vec3 p;in vec4 c;uniform mat4 m;out vec4 v;out vec3 w;void main(){v=c;w=p;gl_Position=m*vec4(p,1.);}"));
  gl.attachShader(program, shader(gl.FRAGMENT_SHADER, "#version 300 es\nprecision highp float;in vec4 v;in vec3 w;uniform bool solid;out vec4 o;void main(){if(solid!=(v.a>.95))discard;vec3 n=normalize(cross(dFdx(w),dFdy(w)));float l=.62+.38*abs(dot(n,normalize(vec3(.5,.8,.35))));o=vec4(v.rgb*l,v.a);}"));
  gl.linkProgram(program); gl.useProgram(program);
  function buffer(name, data, size, type, normal) {
    var b = gl.createBuffer(), at = gl.getAttribLocation(program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, b); gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(at); gl.vertexAttribPointer(at, size, type, normal, 0, 0);
    return b;
  }
  buffer("p", position, 3, gl.FLOAT, false);
  var colors = buffer("c", color, 4, gl.UNSIGNED_BYTE, true);
  var target, distance, yaw, pitch, keep = canvas.hasAttribute("data-keep"), mark = (canvas.getAttribute("data-hit") || "217,38,31").split(",").map(function (x) { return x / 255; }).concat(1);
  function look(from, to) {
    target = [0, 1, 2].map(function (a) { return (from[a] + to[a]) / 2; });
    var r = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]) / 2 || 1;
    distance = (keep ? 1 : 1.3) * r / Math.sin(Math.PI / 6); yaw = Math.atan2(-0.6, 0.64); pitch = +canvas.getAttribute("data-pitch") || Math.asin(0.48);
  }
  function show(guids) {
    var set = {}, any = false, from = [1e9, 1e9, 1e9], to = [-1e9, -1e9, -1e9];
    (guids || []).forEach(function (g) { set[g] = true; });
    nodes.forEach(function (n) {
      var hit = n.guid && set[n.guid], c = hit ? mark : guids && !keep ? [0.72, 0.76, 0.79, 0.28] : n.color;
      if (hit) { any = true; for (var a = 0; a < 3; a++) { from[a] = Math.min(from[a], n.low[a]); to[a] = Math.max(to[a], n.high[a]); } }
      for (var k = 0; k < n.shape.index.length; k++) color.set([c[0] * 255, c[1] * 255, c[2] * 255, c[3] * 255], (n.start + k) * 4);
    });
    if (guids && !any) return show(null);
    gl.bindBuffer(gl.ARRAY_BUFFER, colors); gl.bufferData(gl.ARRAY_BUFFER, color, gl.STATIC_DRAW);
    if (any && !keep) look(from, to); else if (!any) look(low, high);
    draw();
  }
  function draw() {
    var w = canvas.clientWidth * devicePixelRatio | 0, h = canvas.clientHeight * devicePixelRatio | 0;
    if (!w || !h) return;
    if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
    gl.viewport(0, 0, w, h); gl.clearColor(0.933, 0.945, 0.949, 1); gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    var cp = Math.cos(pitch), back = [Math.sin(yaw) * cp, Math.sin(pitch), Math.cos(yaw) * cp];
    var eye = [0, 1, 2].map(function (a) { return target[a] + back[a] * distance; });
    var right = [Math.cos(yaw), 0, -Math.sin(yaw)];
    var up = [back[1] * right[2] - back[2] * right[1], back[2] * right[0] - back[0] * right[2], back[0] * right[1] - back[1] * right[0]];
    var dot = function (a, b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; };
    var near = distance / 200, far = distance + 4 * Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]), f = 1 / Math.tan(Math.PI / 6), fx = f * h / w, q = (far + near) / (near - far), e = 2 * far * near / (near - far);
    var v = [[right, -dot(right, eye)], [up, -dot(up, eye)], [back, -dot(back, eye)]], m = new Float32Array(16);
    for (var a = 0; a < 4; a++) {
      var x = a < 3 ? v[0][0][a] : v[0][1], y = a < 3 ? v[1][0][a] : v[1][1], z = a < 3 ? v[2][0][a] : v[2][1];
      m[a * 4] = x * fx; m[a * 4 + 1] = y * f; m[a * 4 + 2] = z * q + (a === 3 ? e : 0); m[a * 4 + 3] = -z;
    }
    gl.uniformMatrix4fv(gl.getUniformLocation(program, "m"), false, m);
    var solid = gl.getUniformLocation(program, "solid");
    gl.enable(gl.DEPTH_TEST); gl.disable(gl.BLEND); gl.depthMask(true); gl.uniform1i(solid, 1); gl.drawArrays(gl.TRIANGLES, 0, total);
    gl.enable(gl.BLEND); gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA); gl.depthMask(false); gl.uniform1i(solid, 0); gl.drawArrays(gl.TRIANGLES, 0, total);
    gl.depthMask(true); canvas.setAttribute("data-drawn", total / 3);
  }
  function pan(dx, dy) {
    var k = distance / canvas.clientHeight, c = Math.cos(yaw), s = Math.sin(yaw);
    target[0] -= dx * k * c + dy * k * Math.sin(pitch) * s; target[2] -= -dx * k * s + dy * k * Math.sin(pitch) * c; target[1] += dy * k * Math.cos(pitch);
  }
  var held2 = {}, pinch = 0;
  canvas.addEventListener("contextmenu", function (e) { e.preventDefault(); });
  canvas.addEventListener("pointerdown", function (e) { held2[e.pointerId] = e; canvas.setPointerCapture(e.pointerId); pinch = 0; });
  canvas.addEventListener("pointerup", function (e) { delete held2[e.pointerId]; pinch = 0; });
  canvas.addEventListener("pointercancel", function (e) { delete held2[e.pointerId]; pinch = 0; });
  canvas.addEventListener("pointermove", function (e) {
    var old = held2[e.pointerId]; if (!old) return;
    var ids = Object.keys(held2), dx = e.clientX - old.clientX, dy = e.clientY - old.clientY;
    held2[e.pointerId] = e;
    if (ids.length === 2) {
      var a = held2[ids[0]], b = held2[ids[1]], now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (pinch) distance *= pinch / now;
      pinch = now; pan(dx / 2, dy / 2);
    } else if (e.buttons & 2 || e.shiftKey) { pan(dx, dy); }
    else { yaw -= dx * 0.008; pitch = Math.max(-0.2, Math.min(1.55, pitch + dy * 0.008)); }
    draw();
  });
  canvas.addEventListener("wheel", function (e) { e.preventDefault(); distance *= Math.exp(e.deltaY * 0.0012); draw(); }, { passive: false });
  canvas.addEventListener("keydown", function (e) {
    var step = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[e.key];
    if (step) { e.preventDefault(); yaw += step[0]; pitch = Math.max(-0.2, Math.min(1.55, pitch + step[1])); draw(); }
    else if (e.key === "+" || e.key === "-") { distance *= e.key === "+" ? 0.9 : 1.1; draw(); }
    else if (e.key === "0") { show(null); }
  });
  var judged = document.getElementById("assessment"), results = judged ? JSON.parse(judged.textContent) : { clauses: [] };
  document.addEventListener("click", function (e) {
    var button = e.target.closest && e.target.closest(".see3d");
    if (!button) return;
    var id = button.getAttribute("data-see"), named = button.getAttribute("data-guids"), guids = named ? named.split(" ") : [];
    if (id !== null) results.clauses.forEach(function (c) { if (c.id === id) c.verdicts.forEach(function (v) { if (v.outcome === c.outcome) guids = guids.concat(v.elements); }); });
    document.getElementById("model").scrollIntoView(); show(guids);
  });
  var all = document.getElementById("all3d");
  if (all) all.addEventListener("click", function () { show(null); });
  window.addEventListener("resize", draw);
  show(null);
})();

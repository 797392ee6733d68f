import{createRequire as e}from"node:module";import{homedir as t,tmpdir as n}from"node:os";import{dirname as r,join as i,resolve as a}from"node:path";import{appendFileSync as o,mkdirSync as s,mkdtempSync as c,readFileSync as l,renameSync as u,rmSync as d,statSync as f,writeFileSync as p}from"node:fs";import{randomUUID as m}from"node:crypto";var ee=Object.defineProperty,h=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},g=(e,t)=>{let n={};for(var r in e)ee(n,r,{get:e[r],enumerable:!0});return t||ee(n,Symbol.toStringTag,{value:`Module`}),n};function te(){return process.env}function ne(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function re(e,t=``){e instanceof y&&(e.stack=[String(e),...t.split(`
`).slice(2)].join(`
`))}function ie(e){return e===`localhost`||e===`::1`||e===`[::1]`||se.test(e)}function ae(e,t,n){let r=oe(e,`${t} is not a URL of http or https.`);if(r.username!==``||r.password!==``)throw new b(`INVALID_URL`,`${t} holds a user name or a password.`,`Take them out of it, and give the token as the token.`);if(r.protocol===`http:`&&!n&&!ie(r.hostname))throw new b(`INSECURE_URL`,`${t} is plain http to another machine, where the token and the values could be read on the way.`,`Use https. In a network that you trust, allow it by name: allowInsecureHttp: true, or cloud.allow_insecure_http = true.`);r.search=``,r.hash=``;let i=r.pathname.replace(/\/+$/,``);return r.pathname=i.endsWith(`/graphql`)?i:`${i}/graphql`,r}function oe(e,t){let n=URL.canParse(e)?new URL(e):void 0;if(n&&/^https?:$/.test(n.protocol))return n;throw new b(`INVALID_URL`,t,`Give the server's address, for example https://keyfold.example.`)}function _(e){if(/^[\x21-\x7e]+$/.test(e))return e;throw new b(`INVALID_TOKEN`,`The token holds a character that no token of Keyfold has.`,`A line break or a space at its end is a common reason: trim it.`)}function v(e,t){if(e>0&&e<=ce)return e;throw new b(`INVALID_OPTIONS`,`${t} is not a time that a call may take.`,`Give a number above 0, and at most 24 days.`)}var y,b,se,ce,x=h((()=>{y=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{ne(e,`KeyfoldError`)}},b=class e extends y{constructor(e,t,n,r,i){super(e,t,n),r!==void 0&&(this.status=r),i!==void 0&&(this.origin=i)}static{ne(e,`ClientError`)}},se=/^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/,ce=2**31-1})),le=class e extends Error{response;request;constructor(t,n){let r=`${e.extractMessage(t)}: ${JSON.stringify({response:t,request:n})}`;super(r),Object.setPrototypeOf(this,e.prototype),this.response=t,this.request=n,typeof Error.captureStackTrace==`function`&&Error.captureStackTrace(this,e)}static extractMessage(e){return e.errors?.[0]?.message??`GraphQL Error (Code: ${String(e.status)})`}};const ue=e=>e.toUpperCase(),de=e=>typeof e==`function`?e():e,fe=(e,t)=>e.map((e,n)=>[e,t[n]]),S=e=>{let t={};return e instanceof Headers?t=pe(e):Array.isArray(e)?e.forEach(([e,n])=>{e&&n!==void 0&&(t[e]=n)}):e&&(t=e),t},pe=e=>{let t={};return e.forEach((e,n)=>{t[n]=e}),t},me=e=>{try{let t=e();return ge(t)?t.catch(e=>he(e)):t}catch(e){return he(e)}},he=e=>e instanceof Error?e:Error(String(e)),ge=e=>typeof e==`object`&&!!e&&`then`in e&&typeof e.then==`function`&&`catch`in e&&typeof e.catch==`function`&&`finally`in e&&typeof e.finally==`function`,_e=e=>{throw Error(`Unhandled case: ${String(e)}`)},C=e=>typeof e==`object`&&!!e&&!Array.isArray(e),ve=(e,t)=>e.documents?e:{documents:e,requestHeaders:t,signal:void 0},ye=(e,t,n)=>e.query?e:{query:e,variables:t,requestHeaders:n,signal:void 0},be={},xe=`Content-Type`,Se=`application/json`,Ce=e=>e.replace(/([\s,]|#[^\n\r]+)+/g,` `).trim(),we=e=>{let t=e.toLowerCase();return t.includes(`application/graphql-response+json`)||t.includes(`application/json`)},Te=e=>{try{if(Array.isArray(e))return{_tag:`Batch`,executionResults:e.map(Ee)};if(C(e))return{_tag:`Single`,executionResult:Ee(e)};throw Error(`Invalid execution result: result is not object or array. \nGot:\n${String(e)}`)}catch(e){return e}},Ee=e=>{if(typeof e!=`object`||!e)throw Error(`Invalid execution result: result is not object`);let t,n,r;if(`errors`in e){if(!C(e.errors)&&!Array.isArray(e.errors))throw Error(`Invalid execution result: errors is not plain object OR array`);t=e.errors}if(`data`in e){if(!C(e.data)&&e.data!==null)throw Error(`Invalid execution result: data is not plain object`);n=e.data}if(`extensions`in e){if(!C(e.extensions))throw Error(`Invalid execution result: extensions is not plain object`);r=e.extensions}return{data:n,errors:t,extensions:r}},De=e=>e._tag===`Batch`?e.executionResults.some(Oe):Oe(e.executionResult),Oe=e=>Array.isArray(e.errors)?e.errors.length>0:!!e.errors,ke=e=>typeof e==`object`&&!!e&&`kind`in e&&e.kind===be.OPERATION_DEFINITION,Ae=e=>{let t,n=e.definitions.filter(ke);return n.length===1&&(t=n[0].name?.value),t},je=e=>{let t=!1,n=e.definitions.filter(ke);return n.length===1&&(t=n[0].operation===`mutation`),t},Me=(e,t)=>{let n=typeof e==`string`||`kind`in e?e:String(e),r=typeof n==`string`?n:(void 0)(n),i=!1,a;if(t)return{expression:r,isMutation:i,operationName:a};let o=me(()=>typeof n==`string`?(void 0)(n):n);return o instanceof Error?{expression:r,isMutation:i,operationName:a}:(a=Ae(o),i=je(o),{expression:r,operationName:a,isMutation:i})},Ne=JSON,Pe=async e=>{let t={...e,method:e.request._tag===`Single`?e.request.document.isMutation?`POST`:ue(e.method??`post`):e.request.hasMutations?`POST`:ue(e.method??`post`),fetchOptions:{...e.fetchOptions,errorPolicy:e.fetchOptions.errorPolicy??`none`}},n=await Le(t.method)(t),r=await n.text(),i;try{i=Ie(r,n.headers.get(xe),e.fetchOptions.jsonSerializer??Ne)}catch(e){i=e}let a={status:n.status,headers:n.headers,body:r};if(!n.ok)return i instanceof Error?new le({...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables}):new le(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});if(i instanceof Error)throw i;if(De(i)&&t.fetchOptions.errorPolicy===`none`)return new le(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});switch(i._tag){case`Single`:return{...a,...Fe(t)(i.executionResult)};case`Batch`:return{...a,data:i.executionResults.map(Fe(t))};default:_e(i)}},Fe=e=>t=>({extensions:t.extensions,data:t.data,errors:e.fetchOptions.errorPolicy===`all`?t.errors:void 0}),Ie=(e,t,n)=>t&&we(t)?Te(n.parse(e)):Te(e),Le=e=>async t=>{let n=new Headers(t.headers),r=null,i;n.has(`Accept`)||n.set(`Accept`,[`application/graphql-response+json`,Se].join(`, `)),e===`POST`?(i=(t.fetchOptions.jsonSerializer??Ne).stringify(Re(t)),typeof i==`string`&&!n.has(`Content-Type`)&&n.set(xe,Se)):r=ze(t);let a={method:e,headers:n,body:i,...t.fetchOptions},o=new URL(t.url),s=a;if(t.middleware){let{url:e,...n}=await Promise.resolve(t.middleware({...a,url:t.url,operationName:t.request._tag===`Single`?t.request.document.operationName:void 0,variables:t.request.variables}));o=new URL(e),s=n}return r&&r.forEach((e,t)=>{o.searchParams.append(t,e)}),await(t.fetch??fetch)(o,s)},Re=e=>{switch(e.request._tag){case`Single`:return{query:e.request.document.expression,variables:e.request.variables,operationName:e.request.document.operationName};case`Batch`:return fe(e.request.query,e.request.variables??[]).map(([e,t])=>({query:e,variables:t}));default:throw _e(e.request)}},ze=e=>{let t=e.fetchOptions.jsonSerializer??Ne,n=new URLSearchParams;switch(e.request._tag){case`Single`:return n.append(`query`,Ce(e.request.document.expression)),e.request.variables&&n.append(`variables`,t.stringify(e.request.variables)),e.request.document.operationName&&n.append(`operationName`,e.request.document.operationName),n;case`Batch`:{let r=e.request.variables?.map(e=>t.stringify(e))??[],i=e.request.query.map(Ce),a=fe(i,r).map(([e,t])=>({query:e,variables:t}));return n.append(`query`,t.stringify(a)),n}default:throw _e(e.request)}};var Be=class{url;requestConfig;constructor(e,t={}){this.url=e,this.requestConfig=t}rawRequest=async(...e)=>{let[t,n,r]=e,i=ye(t,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Me(i.query,u),m=await Pe({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...S(de(a)),...S(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:n,url:this.url}),m instanceof Error)throw m;return m};async request(e,...t){let[n,r]=t,i=Ve(e,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Me(i.document,u),m=await Pe({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...S(de(a)),...S(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:i.variables,url:this.url}),m instanceof Error)throw m;return m.data}async batchRequests(e,t){let n=ve(e,t),{headers:r,excludeOperationName:i,...a}=this.requestConfig;n.signal!==void 0&&(a.signal=n.signal);let o=n.documents.map(({document:e})=>Me(e,i)),s=o.map(({expression:e})=>e),c=o.some(({isMutation:e})=>e),l=n.documents.map(({variables:e})=>e),u=await Pe({url:this.url,request:{_tag:`Batch`,operationName:void 0,query:s,hasMutations:c,variables:l},headers:{...S(de(r)),...S(n.requestHeaders)},fetch:this.requestConfig.fetch??globalThis.fetch,method:this.requestConfig.method||`POST`,fetchOptions:a,middleware:this.requestConfig.requestMiddleware});if(this.requestConfig.responseMiddleware&&await this.requestConfig.responseMiddleware(u,{operationName:void 0,variables:l,url:this.url}),u instanceof Error)throw u;return u.data}setHeaders(e){return this.requestConfig.headers=e,this}setHeader(e,t){let{headers:n}=this.requestConfig;return n?n[e]=t:this.requestConfig.headers={[e]:t},this}setEndpoint(e){return this.url=e,this}};const Ve=(e,t,n)=>e.document?e:{document:e,variables:t,requestHeaders:n,signal:void 0};var He=/* @__PURE__ */ g({httpFetch:()=>Ze});async function Ue(e,t,n){let r=[],i=0;for await(let a of e){if(i+=a.length,i>t)throw n();r.push(a)}return Buffer.concat(r)}async function We(e){let t=e===`https:`?`node:https`:`node:http`;return process.getBuiltinModule?.(t)??await import(t)}function Ge(e,{Agent:t}){if(!ie(e.hostname))return;let n=Ye.get(e.protocol)??new t({keepAlive:!0});return Ye.set(e.protocol,n),n}async function Ke(e,t){try{return await t()}catch(t){throw e?.aborted?e.reason:TypeError(`fetch failed`,{cause:t})}}function qe(e){let t=async()=>void e.destroy();return{cancel:t,getReader:()=>{let n=e[Symbol.asyncIterator]();return{read:()=>n.next(),cancel:t}}}}async function Je(e){let t=await Ue(e,Xe,()=>/* @__PURE__ */ Error(`The response has more than ${Xe} bytes.`));return new TextDecoder(`utf-8`,{fatal:!0}).decode(t)}var Ye,Xe,Ze,Qe=h((()=>{x(),Ye=/* @__PURE__ */ new Map,Xe=268435456,Ze=(async(e,t={})=>{let n=new URL(e instanceof URL?e:String(e)),r=await We(n.protocol),i=Ge(n,r),{signal:a,method:o=`GET`,body:s}=t;return Ke(a,async()=>{let e=await new Promise((e,c)=>{let l=t.headers,u=r.request(n,{method:o,headers:l,...i?{agent:i}:{},...a?{signal:a}:{}});u.hasHeader(`user-agent`)||u.setHeader(`user-agent`,`node`),u.on(`response`,e),u.on(`error`,c),u.end(s??void 0)}),c=e.statusCode??0;return{ok:c>=200&&c<300,status:c,url:n.href,headers:{get:t=>e.headers[t.toLowerCase()]?.toString()??null},body:qe(e),text:()=>Ke(a,()=>Je(e))}})})}));function w(){return process.env}function $e(e){return e.HOME||e.USERPROFILE||t()}function et(e=w(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||i($e(e),`.${t.toLowerCase()}`,`config.toml`)}var tt=h((()=>{}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function nt(e,t){let n=e.slice(0,t).split(/\r?\n/);return[n.length,n.pop().length+1]}function rt(e,t,n){let r=e.split(/\r?\n/),i=``,a=(Math.log10(t+1)|0)+1;for(let e=t-1;e<=t+1;e++){let o=r[e-1];o&&(i+=e.toString().padEnd(a,` `),i+=`:  `,i+=o,i+=`
`,e===t&&(i+=` `.repeat(a+n+2),i+=`^
`))}return i}var T,E=h((()=>{T=class e extends Error{line;column;codeblock;constructor(e,t){let[n,r]=nt(t.toml,t.ptr),i=rt(t.toml,n,r);super(`Invalid TOML document: ${e}\n\n${i}`,t),this.line=n,this.column=r,this.codeblock=i}static x(t,n,r){throw new e(t,{toml:n.s,ptr:r??n.p})}}}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function it(e){let t=e.p,n=e.s.charCodeAt(e.p++),r=n,i=n===39,a=n===e.s.charCodeAt(e.p)&&n===e.s.charCodeAt(e.p+1);a&&((n=e.s.charCodeAt(e.p+=2))===10?e.p++:n===13&&e.s.charCodeAt(e.p+1)===10&&(e.p+=2));let o=``,s=e.p,c=0;for(;e.p<e.s.length;e.p++)if(n=e.s.charCodeAt(e.p),a&&(n===10||n===13&&e.s.charCodeAt(e.p+1)===10))c&&=3;else if(n<32&&n!==9||n===127)T.x(`control characters are not allowed in strings`,e);else if((!c||c===3)&&n===r&&(!a||e.s.charCodeAt(e.p+1)===r&&e.s.charCodeAt(e.p+2)===r)){if(a&&(e.s.charCodeAt(e.p+3)===r&&e.p++,e.s.charCodeAt(e.p+3)===r&&e.p++),!c){let t=e.s.slice(s,e.p);o=o?o+t:t}return e.p+=a?3:1,o}else if(!c)!i&&n===92&&(o+=e.s.slice(s,s=e.p),c=1);else if(c===1){if(n===120||n===117||n===85){let t=e.p++-1,r=0,i=n===120?2:n===117?4:8;for(let t=0;t<i;t++,e.p++){let t=e.s.charCodeAt(e.p),n=t>=48&&t<=57?t-48:t>=65&&t<=70?t-65+10:t>=97&&t<=102?t-97+10:-1;n<0&&T.x(`invalid non-hex character in unicode escape`,e),r=r<<4|n}(r<0||r>1114111||r>=55296&&r<=57343)&&T.x(`invalid unicode escape`,e,t),o+=String.fromCodePoint(r),s=e.p--,c=0}else a&&(n===32||n===9)?c=2:(n===98?o+=`\b`:n===116?o+=`	`:n===110?o+=`
`:n===102?o+=`\f`:n===114?o+=`\r`:n===101?o+=`\x1B`:n===34?o+=`"`:n===92?o+=`\\`:T.x(`unrecognised escape sequence`,e),s=e.p+1,c=0)}else n!==32&&n!==9&&(c===2&&T.x(`invalid escape: only line-ending whitespace may be escaped`,e,s),c=+(!i&&n===92),s=e.p);T.x(`unfinished string`,e,t)}var at=h((()=>{E()})),ot,st,ct=h((()=>{ot=/^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i,st=class e extends Date{#e=!1;#t=!1;#n=null;constructor(e,t,n){
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
let r=!0,i=!0,a=`Z`,o;if(typeof e==`string`){if(t)prep:{if(t<3){if(+e.slice(11,13)>23){e=``;break prep}t===2?(a=null,e+=`Z`):(o=e.charCodeAt(e.length-1))!==90&&o!==122&&(a=e.slice(e.length-6)),n&&(e=e.slice(0,10)+`T`+e.slice(11))}else t===4&&(e=+e.slice(0,2)>23?``:`0000-01-01T${e}Z`);r=t!==4,i=t!==3}else{let t=e.match(ot);t?(t[1]||(r=!1,e=`0000-01-01T${e}`),i=!!t[2],i&&e[10]===` `&&(e=e.replace(` `,`T`)),t[2]&&+t[2]>23?e=``:(a=t[3]||null,!a&&i&&(e+=`Z`))):e=``}}super(e),isNaN(this.getTime())||(this.#e=r,this.#t=i,this.#n=a)}isDateTime(){return this.#e&&this.#t}isLocal(){return!this.#e||!this.#t||!this.#n}isDate(){return this.#e&&!this.#t}isTime(){return this.#t&&!this.#e}isValid(){return this.#e||this.#t}toISOString(){let e=super.toISOString();if(this.isDate())return e.slice(0,10);if(this.isTime())return e.slice(11,23);if(this.#n===null)return e.slice(0,-1);if(this.#n===`Z`||this.#n===`z`)return e;let t=this.#n.slice(1,3)*60+ +this.#n.slice(4,6);return t=this.#n[0]===`-`?t:-t,(/* @__PURE__ */ new Date(this.getTime()-t*6e4)).toISOString().slice(0,-1)+this.#n}static wrapAsOffsetDateTime(t,n=`Z`){let r=new e(t);return r.#n=n,r}static wrapAsLocalDateTime(t){let n=new e(t);return n.#n=null,n}static wrapAsLocalDate(t){let n=new e(t);return n.#t=!1,n.#n=null,n}static wrapAsLocalTime(t){let n=new e(t);return n.#e=!1,n.#n=null,n}}}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function D(e,t=10){return t===16?e>47&&e<58||e>64&&e<71||e>96&&e<103:e>47&&e<48+t}function lt(e,t){return e===32||e===9||e===10||e===13||t&&(e===t||e===44)||e===35}function ut(e,t){let n=e.p,r=e.s.charCodeAt(e.p);if(r===91||r===123){e.d--||T.x(`document contains excessively nested structures. aborting.`,e);let t=r===91?bt(e):yt(e);return e.d++,t}return r===34||r===39?it(e):r===116?((e.s.charCodeAt(++e.p)!==114||e.s.charCodeAt(++e.p)!==117||e.s.charCodeAt(++e.p)!==101)&&T.x(`invalid value`,e,n),e.p++,!0):r===102?((e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==108||e.s.charCodeAt(++e.p)!==115||e.s.charCodeAt(++e.p)!==101)&&T.x(`invalid value`,e,n),e.p++,!1):r===43||r===45?O(e,e.p,e.s.charCodeAt(++e.p),44-r,t):e.s.charCodeAt(e.p+4)===45&&e.s.charCodeAt(e.p+7)===45?pt(e,r,t):e.s.charCodeAt(e.p+2)===58?mt(e,r,t):O(e,e.p,r,0,t)}function O(e,t,n,r,i){let a=n,o=0,s=!1;if(a===105)return(e.s.charCodeAt(++e.p)!==110||e.s.charCodeAt(++e.p)!==102)&&T.x(`invalid value`,e,t),e.p++,(r||1)/0;if(a===110)return(e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==110)&&T.x(`invalid value`,e,t),e.p++,NaN;if(a===48){if(++e.p>=e.s.length||lt(a=e.s.charCodeAt(e.p),i))return e.bi===!0?0n:0;if(!r){if(a===120)return dt(e,t,16,i);if(a===98)return dt(e,t,2,i);if(a===111)return dt(e,t,8,i)}a===46?o=2:a===101||a===69?o=4:T.x(`illegal leading zero`,e,t)}else D(a)||T.x(`invalid value`,e,t);for(;++e.p<e.s.length&&(a=e.s.charCodeAt(e.p),!lt(a,i));)o||=1,a===95?(o&1||T.x(`illegal underscore`,e),o+=11,s=!0):o===1&&a===46?o=2:(o===1||o===3)&&(a===101||a===69)?o=4:o===4&&(a===43||a===45)?o=6:D(a)?o>9?o-=11:o&1||o++:T.x(`illegal character in numeric literal`,e);if(!o){let t=(n-48)*(r||1);return e.bi===!0?BigInt(t):t}o&1||T.x(`unfinished numeric value`,e,t);let c=e.s.slice(t,e.p);return s&&(c=c.replaceAll(`_`,``)),o>1?parseFloat(c):ft(e,c,10,t)}function dt(e,t,n,r){let i,a=1;for(;++e.p<e.s.length&&(i=e.s.charCodeAt(e.p),!lt(i,r));)i===95?(a&1&&T.x(`illegal underscore`,e),a=3):D(i,n)?a&1&&a--:T.x(`illegal character in numeric literal`,e);a&1&&T.x(`unfinished numeric value`,e);let o=e.s.slice(t+2,e.p);return a&&(o=o.replaceAll(`_`,``)),ft(e,o,n,t)}function ft(e,t,n,r){if(e.bi!==!0)int:{let i=parseInt(t,n);if(!Number.isSafeInteger(i)){if(e.bi)break int;T.x(`integer value cannot be represented losslessly`,e,r)}return i}return BigInt(n===10?t:(n===2?`0b`:n===8?`0o`:`0x`)+t)}function pt(e,t,n){let r=e.p++,i;if(!D(t)||!D(e.s.charCodeAt(e.p++))||!D(e.s.charCodeAt(e.p++))||!D(e.s.charCodeAt(e.p++)))return O(e,e.p=r,t,0,n);if(e.p+=5,D(e.s.charCodeAt(e.p++))||T.x(`invalid date-time: date part is malformed`,e,r),e.p>=e.s.length||((t=e.s.charCodeAt(e.p))!==32||(i=!0,!D(e.s.charCodeAt(e.p+1))))&&t!==84&&t!==116)return k(e,e.s.slice(r,e.p),3,!1,r);if(e.s.charCodeAt(e.p+=3)!==58&&T.x(`invalid date-time: time part is malformed`,e,r),e.s.charCodeAt(e.p+=3)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;D(e.s.charCodeAt(++e.p)););if(t=e.s.charCodeAt(e.p)){if(t===90||t===122)return k(e,e.s.slice(r,++e.p),1,i,r,`[+00:00]`);if(t===43||t===45)return k(e,e.s.slice(r,e.p+=6),1,i,r,!e.ld&&`[`+e.s.slice(e.p-6,e.p)+`]`)}return k(e,e.s.slice(r,e.p),2,i,r)}function mt(e,t,n){let r=e.p;if(!D(t)||!D(e.s.charCodeAt(++e.p)))return O(e,--e.p,t,0,n);if(e.s.charCodeAt(e.p+=4)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;D(e.s.charCodeAt(++e.p)););return k(e,e.s.slice(r,e.p),4,!1,r)}function k(e,t,n,r,i,a){if(e.ld){let a=new st(t,n,r);return a.isValid()||T.x(`invalid date`,e,i),a}try{switch(a&&(t+=a),n){case 1:return Temporal.ZonedDateTime.from(t);case 2:return Temporal.PlainDateTime.from(t);case 3:return Temporal.PlainDate.from(t);case 4:return Temporal.PlainTime.from(t)}}catch(t){T.x(t instanceof Error?t.message:``+t,e,i)}}var ht=h((()=>{at(),xt(),E(),ct()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function gt(e){for(;e.p<e.s.length;e.p++){let t=e.s.charCodeAt(e.p);if(t===10)break;if(t===13&&e.s.charCodeAt(e.p+1)===10){e.p++;break}(t<32&&t!==9||t===127)&&T.x(`control characters are not allowed in comments`,e)}}function A(e,t,n){let r;for(;e.p<e.s.length;){for(;e.p<e.s.length&&((r=e.s.charCodeAt(e.p))===32||r===9||!t&&(r===10||r===13&&e.s.charCodeAt(e.p+1)===10));)e.p++;if(n||r!==35)break;gt(e)}}var _t=h((()=>{E()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function vt(e,t=61){let n,r=0,i=[],a,o=e.s.charCodeAt(n=e.p);do if(o===t)return r||T.x(`unexpected end of key`,e),r===1&&i.push(e.s.slice(a,e.p)),e.p++,i;else o===46?(r||T.x(`illegal empty bare key`,e),r===1&&i.push(e.s.slice(a,e.p)),r=0):!r&&(o===34||o===39)?(o===e.s.charCodeAt(e.p+1)&&o===e.s.charCodeAt(e.p+2)&&T.x(`illegal quoted key: multiline strings are not allowed`,e),i.push(it(e)),r=2,e.p--):o===32||o===9?r===1&&(i.push(e.s.slice(a,e.p)),r=2):r===2||o<48&&o!==45||o>57&&o<65||o>90&&o<97&&o!==95||o>122?T.x(`illegal character in key`,e):r||(r=1,a=e.p);while(o=e.s.charCodeAt(++e.p));T.x(`incomplete key-value: cannot find end of key`,e,n)}function yt(e){let t=e.p++,n=Object.create(null),r=/* @__PURE__ */ new Set,i;for(;e.p<e.s.length;){if(A(e),(i=e.s.charCodeAt(e.p))===125)return e.p++,n;let t,a=n,o=!1,s=e.p,c=vt(e);for(let n=0;n<c.length;n++){n&&(a=o?a[t]:a[t]=Object.create(null)),t=c[n],(o=Object.hasOwn(a,t))&&(typeof a[t]!=`object`||r.has(a[t]))&&T.x(`trying to redefine an already defined value`,e,s);let i=t===`__proto__`;if(e.uk&&(i||t===`constructor`)){a=e.uk!==1&&T.x(`document contains an unsafe property`,e,s);break}!o&&i&&Object.defineProperty(a,t,{enumerable:!0,configurable:!0,writable:!0})}o&&T.x(`trying to redefine an already defined value`,e,s),A(e,!0,!0);let l=ut(e,125);if(a&&typeof(a[t]=l)==`object`&&r.add(l),A(e),(i=e.s.charCodeAt(e.p++))===125)return n;i!==44&&T.x(`expected comma or end of structure`,e,e.p-1)}T.x(`unfinished table`,e,t)}function bt(e){let t=e.p++,n=[],r;for(;e.p<e.s.length;){if(A(e),(r=e.s.charCodeAt(e.p))===93)return e.p++,n;if(n.push(ut(e,93)),A(e),(r=e.s.charCodeAt(e.p++))===93)return n;r!==44&&T.x(`expected comma or end of structure`,e,e.p-1)}T.x(`unfinished array`,e,t)}var xt=h((()=>{at(),ht(),_t(),E()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function St(e,t,n,r,i){let a=n,o=r,s,c=!1,l;for(let n=0;n<t.length;n++){if(n){if(a=c?a[s]:a[s]=Object.create(null),o=(l=o[s]).c,i===0&&(l.t===1||l.t===2))return null;if(l.t===2){let e=a.length-1;a=a[e],o=o[e].c}}if(s=t[n],(c=Object.hasOwn(a,s))&&o[s]?.t===0&&o[s]?.d)return null;if(!c){let r=s===`__proto__`;if(e.uk&&(r||s===`constructor`))return!1;r&&(Object.defineProperty(a,s,{enumerable:!0,configurable:!0,writable:!0}),Object.defineProperty(o,s,{enumerable:!0,configurable:!0,writable:!0})),o[s]={t:n<t.length-1&&i===2?3:i,d:!1,i:0,c:Object.create(null)}}}if(l=o[s],l.t!==i&&(i!==1||l.t!==3)||(i===2&&(l.d||(l.d=!0,a[s]=[]),a[s].push(a=Object.create(null)),l.c[l.i++]=l={t:1,d:!1,i:0,c:Object.create(null)}),l.d))return null;if(l.d=!0,i===1)a=c?a[s]:a[s]=Object.create(null);else if(i===0&&c)return null;return[s,a,l.c]}function Ct(e,t,n){(t===null||e.uk===2)&&T.x(t===null?`trying to redefine an already defined table or value`:`document contains an unsafe property`,e,n)}function wt(e,t={}){let n={s:e,p:0,d:t.maxDepth??1e3,bi:t.integersAsBigInt??!1,ld:t.useLegacyDate??!0,uk:t.unsafeKeyBehaviour===`throw`?2:+(t.unsafeKeyBehaviour===`drop`)},r=Object.create(null),i=Object.create(null),a,o=!1,s=r,c=i;for(e.charCodeAt(0)===65279&&n.p++,A(n);n.p<e.length;){if(e.charCodeAt(n.p)===91){let t=e.charCodeAt(++n.p)===91;a=n.p+=+t,o=!1;let l=vt(n,93);t&&(e.charCodeAt(n.p)!==93&&T.x(`expected end of table array declaration`,n),n.p++);let u=St(n,l,r,i,t?2:1);u?(c=u[2],s=u[1]):(Ct(n,u,a),o=!0)}else{a=n.p;let e=St(n,vt(n),s,c,0);!e&&!o&&Ct(n,e,a),A(n,!0,!0);let t=ut(n,void 0);e&&!o&&(e[1][e[0]]=t)}A(n,!0),n.p<e.length&&(a=e.charCodeAt(n.p))!==10&&(a!==13||e.charCodeAt(n.p+1)!==10)&&T.x(`each key-value declaration must be followed by an end-of-line`,n),A(n)}return r}var Tt=h((()=>{xt(),ht(),_t(),E()})),Et=h((()=>{``.isWellFormed})),Dt=h((()=>{
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
Tt(),Et(),E()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function Ot(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function kt(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function At(){return process.env}function jt(e){return e.HOME||e.USERPROFILE||t()}function Mt(e=At(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||i(jt(e),`.${t.toLowerCase()}`,`config.toml`)}function Nt(e){return a(e)===a(`keyfold.toml`)}function Pt(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:B.existsSync($n)?`file:${$n}`:void 0}function Ft(e,t,n){let r=e;for(let e=0;e<10;e+=1){let e=!1,i=Bt(r,(r,i)=>{let a=Object.hasOwn(t,r)?t[r]:void 0;return n?.(i,a!==void 0),e||=a!==void 0,a??i}).replace(/^~(?=\/|$)/,()=>jt(t));if(i===r&&!e)return r;r=i}return Vt(e,t),null}function It(e){return e.replaceAll(`\\$`,`$`)}function Lt(e){return typeof e==`string`&&/^~|\$/.test(e)}function Rt(){return new z(`TEXT_TOO_LONG`,`A value is too long once it is filled in.`,`Make it smaller.`)}function zt(e,t,n){return new z(e,`${[...t.slice(t.indexOf(n)),n].join(` → `)} refer to each other.`,`Give one of them another value, or write \\$ for a dollar.`)}function Bt(e,t){let n=0,r=(e,r,i)=>{let a=t(r??i,e);if(n+=a.length,n>1e7)throw Rt();return a},i=e.lastIndexOf(`}`)+1;return e.slice(0,i).replace(/(?<!\\)\$(?:(\w+)|\{([^}]+)\})/g,r)+e.slice(i).replace(/(?<!\\)\$(\w+)/g,r)}function Vt(e,t){let n=/* @__PURE__ */ new Set,r=(e,i)=>{Bt(e,(e,a)=>{let o=`$${e}`;if(i.includes(o))throw zt(`VARIABLE_CYCLE`,i,o);return!n.has(e)&&i.length<1e3&&Object.hasOwn(t,e)&&(r(t[e]??``,[...i,o]),n.add(e)),a})};r(e,[])}function j(e){if(!/["']/.test(e))return e.split(`.`);let t=[];if(e.replace(er,(e,n,r,i)=>(t.push(n?Ht(n):r??i),``)))throw Ut();return t}function M(e){return e.map(e=>/^[\w-]+$/.test(e)?e:JSON.stringify(e).replaceAll(``,`\\u007f`)).join(`.`)}function Ht(e){try{return JSON.parse(e)}catch{throw Ut()}}function Ut(){return new z(`INVALID_PATH`,`This is not a path of keys.`,`Quote keys that hold dots or quotes: a."b.c"`)}function N(e){if(typeof e!=`object`||!e)return!1;let t=Object.getPrototypeOf(e);return t===null||t===Object.prototype}function Wt(e,t,n){t===`__proto__`?Object.defineProperty(e,t,{value:n,enumerable:!0,configurable:!0,writable:!0}):e[t]=n}function Gt(e,t,n){Wt(P(e,t.slice(0,-1)),t.at(-1)??``,n)}function Kt(e,t=()=>!0){let n=[],r=[],i=e=>{if(N(e))for(let t of Object.getOwnPropertyNames(e))r.push(t),i(e[t]),r.pop();else typeof e!=`function`&&t(e)&&n.push([...r])};return i(e),n}function qt(e){return Object.getOwnPropertyNames(e).filter(t=>typeof e[t]!=`function`)}function P(e,t){let n=e;for(let e of t)if(!N(n)||!Object.hasOwn(n,e)||(n=n[e],e===`toJSON`&&typeof n==`function`))return;return n}function F(e,t,n=0){if(n>tr)throw I();for(let r of Object.keys(t)){let i=t[r];if(i===void 0)continue;let a=Object.hasOwn(e,r)&&e[r];N(a)&&N(i)?F(a,i,n+1):Wt(e,r,Jt(i,n+1))}}function Jt(e,t){if(t>tr)throw I();if(Array.isArray(e))return e.map(e=>Jt(e,t+1));if(!N(e))return e;let n={};return F(n,e,t),n}function I(e){return new z(`TOO_DEEP`,`Tables or lists are nested too deep.`,`Make them flatter.`,e)}function Yt(e,t,n){let r={},i=/* @__PURE__ */ new Map;for(let a of Object.keys(t))try{let n=Xt(a,e),o=n&&t[a];if(!n||o===void 0)continue;let s=Ft(Zt(o),t),c=s===null?null:Qt(s);F(r,n.reduceRight((e,t)=>({[t]:e}),c)),i.set(M(n),{name:a,keys:n,written:s,value:c})}catch(e){if(!(e instanceof z))throw e;n(e)}return{table:r,variables:i}}function Xt(e,t){if(!e.startsWith(t)||!e.startsWith(`__`,t.length))return;let n=e.slice(t.length+2).toLowerCase().split(`__`);if(n.every(e=>e!==``))return n;throw new z(`INVALID_VARIABLE`,`The environment variable ${JSON.stringify(e)} names no key.`,`Unset it.`)}function Zt(e){return e.replace(/\\(?:[ntr\\"]|x([\da-fA-F]{2})|u[\da-fA-F]{4})/g,(e,t)=>JSON.parse(`"${t?`\\u00${t}`:e}"`))}function Qt(e){let t=e.toLowerCase();if(t===`true`)return!0;if(t===`false`)return!1;if(/^(0|-?[1-9]\d*)$/.test(e)){let t=Number(e);return Number.isSafeInteger(t)?t:BigInt(e)}if(/^(nan|-?inf|-?0\.0)$/.test(e))return Number(e.replace(`inf`,`Infinity`));if(!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(e))return e;let n=Number(e);return n!==0&&$t(n)===e?n:e}function $t(e){let t=Math.abs(e);return t>=1e-4&&t<0x2386f26fc10000?Number.isInteger(e)?`${e}.0`:String(e):e.toExponential().replace(/e([+-])(\d)$/,`e$10$2`)}function L({files:e,environment:t,overrides:n},r){if(P(n,r)!==void 0)return{origin:{kind:`override`}};if(P(t.table,r)!==void 0){let e=M(r),{variables:n}=t,i=n.get(e)??[...n].find(([t])=>t.startsWith(`${e}.`))?.[1];return{...i,origin:{kind:`variable`,name:i?.name??e}}}let i=e.findLast(({table:e})=>P(e,r)!==void 0);if(!i)return{origin:{kind:`default`}};let{line:a,written:o}=i.placeOf(r);return{origin:{kind:`file`,path:i.path,line:a},value:P(i.table,r),written:o}}function en({files:e,environment:t,overrides:n},r){return P([...e,t,{table:n}].findLast(({table:e})=>P(e,r)!==void 0)?.table,r)}function tn(e){return e.kind===`file`?{path:e.path,line:e.line}:void 0}function nn(e,t,{onReference:n,report:r}){let i=/* @__PURE__ */ new Set,a=[],o=0,s=t=>{let n=P(e,t);if(typeof n!=`string`||!n.includes("${"))return n;let r=M(t);if(i.has(r))return n;if(a.includes(r))throw zt(`REFERENCE_CYCLE`,a,r);if(a.length>=ir)throw on(a[0]??r);a.push(r);let o=c(n,t);return a.pop(),i.add(r),Gt(e,t,o),o},c=(e,t)=>{let n=e;for(let e=0;e<10;e+=1){let e=rr.exec(n)?.[1];if(e!==void 0){let r=l(e,t);if(typeof r!=`string`)return r;n=r}else{let e=n.replace(nr,(e,n)=>{let r=an(l(n,t));if(o+=r.length,o>1e7)throw Rt();return r});if(e===n)break;n=e}}return n},l=(e,t)=>{let r=rn(e),i=s(r),a=i!==void 0&&!N(i);return n(t,r,a),a?i:``};for(let e of t)try{s(e)}catch(t){if(!(t instanceof z))throw t;a.length=0,r(e,t)}}function rn(e){try{return j(e)}catch{return[e]}}function an(e){return e instanceof Date?e.toISOString():Array.isArray(e)?JSON.stringify(e,(e,t)=>typeof t==`bigint`?String(t):t):String(e)}function on(e){return new z(`REFERENCE_TOO_DEEP`,`The key ${e} leads over too many references.`,`Refer to the last of them.`)}function sn(e){return{env:e.env??At(),prefix:e.envPrefix??`KEYFOLD`}}function cn(e,t,n){let{env:r,prefix:i}=sn(e),a={files:t,environment:Yt(i,r,n.report),overrides:e.overrides??{}},o={};if(F(o,e.defaults??{}),i===`KEYFOLD`){let e=ln(a,r);F(o,dn(e)),e||un(t)}fn(o,a);let s=new or(e.schema),c=(e,{code:t,message:r,tip:i})=>{let{origin:o}=L(a,e),s=o.kind===`variable`?` (${o.name})`:``;n.report(new z(t,`${M(e)}${s}: ${r}`,i,tn(o)))},l=Kt(o,Lt);for(let e of l){let t=(t,r)=>n.onVariable?.(e,t,r);try{Gt(o,e,Ft(P(o,e),r,t))}catch(t){if(!(t instanceof z))throw t;c(e,t)}}nn(o,l,{report:c,onReference(e,t,r){s.has(t,P(o,t))&&s.add(e),n.onReference?.(e,t,r)}});for(let e of l){let t=P(o,e);typeof t==`string`&&Gt(o,e,It(t))}let u=[`cloud`,`use_local_secrets`];return i===`KEYFOLD`&&typeof P(o,u)!=`boolean`&&c(u,new z(`INVALID_CONFIG`,`It is neither true nor false.`,`Write true or false.`)),{values:o,layers:a,secrets:s,prefix:i}}function ln(e,t){let n=t=>en(e,[`cloud`,t]),r=t=>{let{origin:n}=L(e,[`cloud`,t]);return n.kind===`file`&&Nt(n.path)};return n(`use_local_secrets`)??!(n(`url`)&&(n(`token`)||n(`token_file`)||!r(`url`)&&(!r(`identity`)&&n(`identity`)||Pt(t))))}function un(e){let t=P(e.find(({path:e})=>Nt(e))?.table,[`context`]);N(t)&&delete t.secrets}function dn(e){return{cloud:{use_local_secrets:e,url:`http://127.0.0.1:4250`,token:``,request_timeout_seconds:30},context:{secrets:{}}}}function fn(e,{files:t,environment:n,overrides:r}){for(let n of t)F(e,n.table);pn(P(e,[`context`,`secrets`]),P(n.table,[`context`,`secrets`])),F(e,n.table),F(e,r)}function pn(e,t){if(N(e)&&N(t))for(let n of Object.keys(e)){let r=n.toLowerCase();r!==n&&Object.hasOwn(t,r)&&delete e[n]}}function mn({path:e=[]}){return e.map(e=>String(typeof e==`object`?e.key:e))}function hn(e,t){return gn(t,e)?`it does not fit`:t}function gn(e,t){if(typeof t==`object`&&t)return Object.values(t).some(t=>gn(e,t));if(typeof t==`boolean`||t===``)return!1;let n=String(t);return n.length<4?e.split(/[^\w.-]+/).includes(n):e.includes(n)}function*_n(e,t){let{values:n}=t;if(!e)return n;let r=/* @__PURE__ */ new Set,i=yield e[`~standard`].validate(n);for(let a=0;i.issues&&a<cr;){let o=i.issues.map(bn).find(e=>e!==``&&!r.has(e));if(o===void 0)break;r.add(o);let s=vn(o,t).slice(0,sr);for(let t=1;t<1<<s.length;t+=1){yn(t,s,n);let r=yield e[`~standard`].validate(n);if(a+=1,!r.issues?.some(e=>xn(o,bn(e)))){i=r;break}yn(0,s,n)}}if(i.issues)throw Sn(i.issues,t);return i.value}function vn(e,{values:t,layers:n}){return[...n.environment.variables.values()].filter(({keys:r,value:i,written:a})=>i!==a&&Object.is(P(t,r),i)&&P(n.overrides,r)===void 0&&xn(e,M(r)))}function yn(e,t,n){t.forEach(({keys:t,value:r,written:i},a)=>{Gt(n,t,e&1<<a?i:r)})}function bn(e){return M(mn(e))}function xn(e,t){return`${t}.`.startsWith(`${e}.`)}function Sn(e,t){let n=e.map(e=>Cn(e,t));return new z(`INVALID_CONFIG`,`${n.length} ${n.length===1?`setting doesn't`:`settings don't`} fit the schema:${n.map(({text:e})=>`\n  ${e}`).join(``)}`,`Correct them or the schema.`,n.length===1?n[0]?.place:void 0)}function Cn(e,{values:t,layers:n,secrets:r,prefix:i}){let a=mn(e),o=M(a),s=a;for(;s.length>0&&P(t,s)===void 0;)s=s.slice(0,-1);let c=r.has(a,P(t,a))?`it does not fit`:hn(P(t,s),e.message);if(a.length===0)return{text:c};if(s.length<a.length&&N(P(t,s)))return{text:`${o}, which nothing sets: ${c} (in a file, or by ${[i,...a.map(e=>e.toUpperCase())].join(`__`)})`};let{origin:l}=L(n,s);return{text:`${o} (${kt(l)}): ${c}`,place:tn(l)}}function wn(e,t,n=[]){let r=Array.isArray(e);if(r||N(e)&&!Object.isFrozen(e)){for(let i of Object.keys(e)){let a=e[i];typeof a==`object`&&wn(a,t,[...n,r?`[]`:i])}r||Tn(e,t,n),Object.freeze(e)}}function Tn(e,t,n){if(Object.defineProperty(e,dr,{value:(r,i,a)=>a(R(e,t,n,!1),i)}),Object.hasOwn(e,`toJSON`))for(let t of Object.keys(e))Object.defineProperty(e,t,{enumerable:!1});else Object.defineProperty(e,"toJSON",{value:()=>R(e,t,n,!0)})}function R(e,t,n,r){return N(e)?Object.fromEntries(qt(e).map(i=>[i,R(e[i],t,[...n,i],r)])):e!==``&&t.has(n,e)?lr:typeof e==`string`?e.replace(ur,`$1${lr}@`):Array.isArray(e)?e.map(e=>R(e,t,[...n,`[]`],r)):r&&typeof e==`bigint`?String(e):e}function En(e,t){let n=0,r=1,i=t=>{t.lastIndex=n;let i=t.exec(e)?.[0]??``;return n+=i.length,r+=i.split(`
`).length-1,i},a=()=>{do i(/[\s,]*/y);while(i(/#[^\n]*/y));return e.charAt(n)},o=()=>{let t=n,r=i(/"""|'''|["']/y);if(r){let t=r.startsWith(`'`)?/[^']*/y:/[^"\\]*/y;for(i(t);n<e.length&&!e.startsWith(r,n);i(t))i(/\\?./sy);n+=r.length,r.length>1&&i(/["']*/y)}return e.slice(t,n)},s=()=>{let e=[];do{a();let t=o();e.push(t?wt(`key = ${t}`).key:i(/[\w-]*/y))}while(i(/[ \t]*[.=\]]+/y).endsWith(`.`));return e},c=e=>{let s=a();if(i(/[[{]/y)){let t=s===`[`?c:l;for(;!`]}`.includes(a());)t(e);n+=1}else if(!o()){let n=i(/[^,\]}#\n]*/y).trim();t.bareValue?.(e,r,n)}},l=e=>{let n=[...e,...s()];t.key?.(n,r),c(n)},u=[];for(;a();)i(/\[+/y)?(u=s(),t.key?.(u,r)):l(u)}function Dn(e){let t=/* @__PURE__ */ new Map;return En(e,{key(e,n){for(let r=e.length;r>0;--r){let i=M(e.slice(0,r));if(t.has(i))break;t.set(i,{line:n})}},bareValue(e,n,r){t.set(M(e),{line:n,...t.get(M(e)),written:r})}}),t}function On(e){let t=kn(e);t===void 0||mr.has(e.path)||(mr.add(e.path),process.emitWarning(t,{code:`KEYFOLD_CONFIG_READABLE`}))}function kn({path:e,mode:t,table:n}){if(t&63&&process.platform!==`win32`&&(An(P(n,[`context`,`secrets`]))||An(P(n,[`cloud`,`token`]))))return`${e} holds secrets and other users can read it. Keep it to yourself: chmod 600 ${e}`}function An(e){return N(e)?Object.values(e).some(An):e!==void 0&&e!==``&&!(typeof e==`string`&&/^\$(\w+|\{[^}]*\})$/.test(e))}function jn(e){let[t=1,n=1]=e;return t*n===64770||t===0!=(n===0)}function Mn(e){let t=/^\d{4}-\d\d-\d\d/.exec(e)?.[0];return t!==void 0&&new Date(t).toJSON()?.slice(0,10)!==t}function Nn(e,t){let n;try{n=wt(e,{integersAsBigInt:`asNeeded`,maxDepth:100})}catch(n){throw Fn(n,e,t)}return gr.test(e)&&Pn(e,t),n}function Pn(e,t){En(e,{bareValue:(e,n,r)=>{let i=Mn(r);if(i||hr.test(r))throw new z(i?`INVALID_TOML`:`INEXACT_DATE`,`${M(e)} is ${i?`not a day of its month`:`finer than milliseconds`}.`,`Correct it or quote it.`,{path:t,line:n})}})}function Fn(e,t,n){if(!(e instanceof T))return I({path:n});let{line:r,column:i}=e,a={path:n,line:r,column:i},o=(e.message.split(`
`)[0]??``).replace(`Invalid TOML document: `,``);if(o.includes(`excessively nested`))return I(a);let[s,c]=In(t,r,i)?[`The value is a string without quotes.`,`Quote it: KEY = "VALUE"`]:[`This is not TOML: ${o}.`,`See https://toml.io for its rules.`];return new z(`INVALID_TOML`,s,c,a)}function In(e,t,n){let r=(e.split(`
`)[t-1]??``).slice(0,n+100);return/^[^=]*=\s*$/.test(r.slice(0,n-1))&&/^[^\s\d"'[\]{}#=,]/.test(r.slice(n-1))}function*Ln({path:e,required:t},n){for(let r=0;r<vr;r+=1)try{let t=yield n.open(e);try{let r=yield n.stat(t);Rn(r,e);let i=Buffer.allocUnsafe(r.size+1),a=0,o;do a+=o=yield n.read(t,i.subarray(a));while(o>0&&a<r.size);if(zn(r,yield n.stat(t),a))return Bn(i.subarray(0,a),r,e)}finally{yield n.close(t)}}catch(n){if(n instanceof z)throw n;let{code:r}=n;if(r!==`ENOENT`&&r!==`ENOTDIR`)throw Vn(n,e);if(!t)return;throw new z(`FILE_NOT_FOUND`,`There is no such file.`,`Create it, or correct its name.`,{path:e})}throw new z(`FILE_CHANGED`,`The file changed each time it was read.`,`Write another and rename it.`,{path:e})}function Rn(e,t){if(!e.isFile())throw new z(`NOT_A_FILE`,`This is not a regular file.`,`Name a TOML file.`,{path:t});if(e.size>_r)throw new z(`FILE_TOO_LARGE`,`The file is larger than 32 MiB.`,`Make it smaller.`,{path:t})}function zn(e,t,n){return e.size===n&&t.size===n&&e.mtimeMs===t.mtimeMs}function Bn(e,{mode:t},n){let r=e.toString(`utf8`),i=jn(e),a=e.equals(Buffer.from(r));if(!i&&a)return new pr(n,r,Nn(r,n),t&511);let o=i?void 0:r.slice(0,r.indexOf(`�`)).split(`
`).length;throw new z(`INVALID_UTF8`,`The file is ${i?`UTF-16`:`not UTF-8`}.`,`Save it as UTF-8.`,{path:n,line:o})}function Vn(e,t){let{code:n}=e;return new z(`FILE_UNREADABLE`,`It can't be read (${n}).`,`Let this program read it.`,{path:t})}function Hn(e){let t=e.next();for(;!t.done;){if(t.value instanceof Promise)throw t.value.catch(()=>{}),new z(`ASYNC_SCHEMA`,`The schema returns a promise.`,`Use loadConfigAsync.`);t=e.next(t.value)}return t.value}async function Un(e){let t=e.next();for(;!t.done;)t=await Promise.resolve(t.value).then(t=>e.next(t),t=>e.throw(t));return t.value}function Wn(e={}){return Kn(e,Gn(e))}function Gn(e){return Hn(Xn(e,br))}function Kn(e,t){return Hn(Zn(e,t))}async function qn(e={}){return Un(Zn(e,await Un(Xn(e,xr))))}function Jn(e){let{env:t,prefix:n}=sn(e);return e.files?.map(e=>({path:e,required:!0}))??Yn(t,n)}function Yn(e,t){return[{path:Mt(e,t),required:!!e[`${t}_CONFIG`]},{path:`${t.toLowerCase()}.toml`,required:!1}]}function*Xn(e,t){let n=[];for(let r of Jn(e)){let e=yield*Ln(r,t);e&&n.push(e)}return n}function*Zn(e,t){for(let e of t)On(e);let n=cn(e,t,{report(e){throw e}});return new fr(yield*_n(e.schema,n),n.layers,n.secrets)}var Qn,z,B,$n,er,tr,nr,rr,ir,ar,or,sr,cr,lr,ur,dr,fr,pr,mr,hr,gr,_r,vr,yr,br,xr,Sr=h((()=>{Dt(),Qn=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{Ot(e,`KeyfoldError`)}},z=class e extends Qn{constructor(e,t,n,r){let i=r?`${[r.path,r.line,r.column].filter(Boolean).join(`:`)}: `:``;super(e,i+t,n),Object.assign(this,r)}static{Ot(e,`ConfigError`)}},B=e(`/`)(`node:fs`),$n=`/var/run/secrets/keyfold/token`,er=/(?:^|(?!^)\.)(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^."']+))/gy,tr=200,nr=/(?<!\\)\$\{([^${}]+)\}/g,rr=/^\$\{([^${}]+)\}$/,ir=500,ar=/(?<![a-z])(secrets?|passw(or)?ds?|token|(api|private).?keys?|credentials?)(?![a-z])/i,or=class{#e=/* @__PURE__ */ new Set;#t;constructor(e){this.#t=e}add(e){this.#e.add(M(e))}has(e,t){let[n,r]=e;if(n===`context`&&r===`secrets`)return e.length>2;let i=/string|object/.test(typeof t)&&ar.test(e.join().replace(/[A-Z]+(?![a-z])|[A-Z]/g,`_$&`));return i||this.#n(),i||this.#e.has(M(e))}#n(){let e=this.#t;this.#t=void 0;let t=(e,n)=>{if(N(e)){(e.writeOnly||e.format===`password`)&&this.add(n);for(let[r,i]of Object.entries(e.properties??{}))t(i,[...n,r]);t(e.items,[...n,`[]`]);for(let r of[e.anyOf,e.oneOf,e.allOf].flat())t(r,n)}};try{t(e?.[`~standard`].jsonSchema?.output({target:`draft-2020-12`}),[])}catch{}}},sr=5,cr=200,lr=`<secret>`,ur=/(:\/\/[^/?#:@]*:)[^\s/?#]+@/g,dr=Symbol.for(`nodejs.util.inspect.custom`),fr=class{values;#e;#t;constructor(e,t,n){wn(e,n),this.values=e,this.#e=t,this.#t=n,Object.freeze(this)}get(e){return P(this.values,j(e))}has(e){return P(this.values,j(e))!==void 0}origin(e){return this.has(e)?L(this.#e,j(e)).origin:void 0}written(e){let t=j(e),n=P(this.values,t),r=L(this.#e,t);return typeof n!=`string`&&Object.is(r.value,n)?r.written??void 0:void 0}paths(){return Kt(this.values).map(M)}isSecret(e){let t=j(e);return this.#t.has(t,P(this.values,t))}},pr=class{path;table;mode;#e;#t;constructor(e,t,n,r){this.path=e,this.table=n,this.mode=r,this.#e=t}placeOf(e){return this.#t??=Dn(this.#e),this.#t.get(M(e))??{line:1}}equals(e){return e!==void 0&&this.#e===e.#e}},mr=/* @__PURE__ */ new Set,hr=/:\d\d\.\d{3}\d*[1-9]/,gr=/:\d\d\.\d{4}|-(29|3\d)/,_r=33554432,vr=3,yr=B.constants.O_RDONLY|B.constants.O_NONBLOCK,br={open:e=>B.openSync(e,yr),stat:e=>B.fstatSync(e),read:(e,t)=>B.readSync(e,t),close:B.closeSync},xr={open:e=>B.promises.open(e,yr),stat:e=>e.stat(),read:async(e,t)=>(await e.read(t)).bytesRead,close:e=>e.close()}})),Cr=/* @__PURE__ */ g({ConfigError:()=>z,KeyfoldError:()=>Qn,formatOrigin:()=>kt,loadConfig:()=>Wn,loadConfigAsync:()=>qn,userConfigPath:()=>Mt,watchConfig:()=>wr});function wr(e,t){let n=/* @__PURE__ */ new Map,r=Gn(e),i=Kn(e,r),a,o,s=!1,c=()=>{if(!s)try{u();let n=Gn(e);if(n.length===r.length&&n.every((e,t)=>e.equals(r[t]))&&a===void 0)return;i=Kn(e,n),r=n,a=void 0,t(i)}catch(e){if(!(e instanceof z))throw e;if(a===e.message)return;a=e.message,t(i,e)}},l=()=>{clearTimeout(o),o=setTimeout(c,Or),o.unref()},u=()=>{let t=new Set(Jn(e).flatMap(({path:e})=>Er(e)));for(let[e,r]of n)t.has(e)||(r.close(),n.delete(e));for(let e of t){if(n.has(e))continue;let t=Tr(e,l);t.on(`error`,()=>{n.delete(e),t.close(),l()}),n.set(e,t)}},d=()=>{s=!0,clearTimeout(o);for(let e of n.values())e.close();n.clear()};return u(),{get config(){return i},close:d,[Symbol.dispose]:d}}function Tr(e,t){try{return B.watch(e,{persistent:!1},t)}catch(t){throw Vn(t,e)}}function Er(e){let t=[],n=a(e);for(let e=r(n);e!==n;n=e,e=r(e)){let r=Dr(e);r!==void 0&&(t.length===0||B.lstatSync(n,{throwIfNoEntry:!1})?.isSymbolicLink())&&t.push(r)}let i=Dr(e);return i===void 0?t:[...t,r(i)]}function Dr(e){try{return B.realpathSync(e)}catch{return}}var Or,kr=h((()=>{Sr(),Or=50})),Ar=/* @__PURE__ */ g({checkLoginName:()=>Lr,findLogin:()=>jr,findNamedLogin:()=>Fr,listNamedLogins:()=>Ir,listOrigins:()=>Mr,removeLogin:()=>Pr,removeNamedLogin:()=>zr,saveLogin:()=>Nr,saveNamedLogin:()=>Rr});function jr(e,t){return H(V(t)).unnamed.get(e)}function Mr(e){return[...H(V(e)).unnamed.keys()].sort()}function Nr(e,t,n){let[r,i]=[Br(e),_(t)];Wr(V(n),({unnamed:e})=>e.set(r,i))}function Pr(e,t){let n=V(t);return H(n).unnamed.has(e)?Wr(n,({unnamed:t})=>t.delete(e)):!1}function Fr(e,t){return H(V(t)).named.get(e)}function Ir(e){let{named:t}=H(V(e));return[...t].map(([e,{origin:t}])=>({name:e,origin:t})).sort((e,t)=>e.name<t.name?-1:1)}function Lr(e){if(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(e))return e;throw new b(`INVALID_OPTIONS`,`This is no name of a login.`,`It begins with a letter or a digit, has . _ @ and - beside those, and at most 64 characters.`)}function Rr(e,t,n,r){Lr(e);let i={origin:Br(t),token:_(n)};Wr(V(r),({named:t})=>t.set(e,i))}function zr(e,t){let n=V(t);return H(n).named.has(e)?Wr(n,({named:t})=>t.delete(e)):!1}function Br(e){return oe(e,`A login needs the URL of a server of http or https.`).origin}function V(e){return i(r(et(e)),`logins.json`)}function H(e){let t=Hr(e);if(t===void 0)return{unnamed:/* @__PURE__ */ new Map,named:/* @__PURE__ */ new Map};if(t.length>Zr)throw Yr(e);let{version:n,logins:r,named:i={}}=Object(Ur(t,e));if(n!==1||!Vr(r)||!Vr(i))throw Yr(e);let a=(t,n)=>{let r=Object(t)[n];if(typeof r!=`string`)throw Yr(e);return r};return{unnamed:new Map(Object.entries(r).map(([e,t])=>[e,a(t,`token`)])),named:new Map(Object.entries(i).map(([e,t])=>[e,{origin:a(t,`origin`),token:a(t,`token`)}]))}}function Vr(e){return typeof e==`object`&&!!e}function Hr(e){try{return l(e,`utf8`)}catch(t){if(t.code===`ENOENT`)return;throw Xr(e,t)}}function Ur(e,t){try{return JSON.parse(e)}catch{throw Yr(t)}}function Wr(e,t){try{return s(r(e),{recursive:!0,mode:448}),Kr(`${e}.lock`,()=>{let n=H(e),r=t(n);return Gr(e,n),r})}catch(t){throw t instanceof b?t:Xr(e,t)}}function Gr(e,t){let n=Object.fromEntries([...t.unnamed].map(([e,t])=>[e,{token:t}])),r=t.named.size===0?{}:{named:Object.fromEntries(t.named)},i=JSON.stringify({version:1,logins:n,...r},null,2),a=`${e}.${crypto.randomUUID()}`;try{p(a,`${i}\n`,{mode:384,flag:`wx`,flush:!0}),u(a,e)}finally{d(a,{force:!0})}}function Kr(e,t){for(;!qr(e);)Jr(e)?d(e,{force:!0}):Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,Qr);try{return t()}finally{d(e,{force:!0})}}function qr(e){try{return p(e,``,{mode:384,flag:`wx`}),!0}catch(e){if(e.code===`EEXIST`)return!1;throw e}}function Jr(e){let t=f(e,{throwIfNoEntry:!1})?.mtimeMs;return t!==void 0&&Math.abs(Date.now()-t)>$r}function Yr(e){return new b(`INVALID_LOGINS`,`${e} is not a file of logins.`,`Put it right, or move it away and log in again with: keyfold login URL`)}function Xr(e,t){let n=String(t?.code??`no reason given`);return new b(`LOGINS_UNAVAILABLE`,`${e} could not be read or written (${n}).`,`Check that its folder is yours and has room.`)}var Zr,Qr,$r,ei=h((()=>{tt(),x(),Zr=1048576,Qr=5,$r=1e4})),ti=/* @__PURE__ */ g({readIdentity:()=>ni});async function ni(e,t,n=globalThis.fetch){let[,r,i=``]=/^(file|env):(.+)$/s.exec(e)??[];if(e===`github`)return ii(await ri(t,n),`GitHub`);if(r===`file`)return ii(gi(i),`The file ${i}`);if(r===`env`)return ii(w()[i]??``,`The variable ${i}`);throw new b(`INVALID_OPTIONS`,`cloud.identity is none of github, file:PATH and env:NAME.`,`Set it to where this program's signed token comes from, or leave it out.`)}async function ri(e,t){let{ACTIONS_ID_TOKEN_REQUEST_URL:n=``,ACTIONS_ID_TOKEN_REQUEST_TOKEN:r}=w(),i=URL.canParse(n)?new URL(n):void 0;if(!i||!r||!(i.protocol===`https:`||ie(i.hostname)))return``;i.searchParams.set(`audience`,e);try{let e={accept:`application/json`,authorization:`Bearer ${r}`},n=AbortSignal.timeout(ai),a=await t(i.href,{headers:e,signal:n,redirect:`manual`});return a.status===200?JSON.parse(await a.text())?.value:``}catch{return``}}function ii(e,t){if(typeof e==`string`&&e.length<=oi&&/^[\w-]+\.[\w-]+\.[\w-]+$/.test(e))return e;throw new b(`IDENTITY_UNAVAILABLE`,`${t} has no signed token for this program.`,t===`GitHub`?`Give the job the permission id-token: write. If it has that, GitHub did not sign one just now: run the job again.`:`Have the platform write it there, with the server's public_url as its audience.`)}var ai,oi,si=h((()=>{ji(),x(),tt(),ai=1e4,oi=16384})),ci=/* @__PURE__ */ g({connectByConfiguration:()=>_i,n:()=>gi,t:()=>Ai});function li(e){return a(e)===a(`keyfold.toml`)}function ui(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:Di.existsSync(Oi)?`file:${Oi}`:void 0}function di(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function fi(e){let t=ki.get(e)??pi(e);return ki.set(e,t),t}function U(e,t){let n=e.origin(t);return n?.kind===`file`&&li(n.path)}function pi(e){let t=t=>String(e.get(t)??``),n=n=>U(e,n)?``:t(n),r=e.get(`cloud.use_local_secrets`)!==!1,i=t(`cloud.token`),a=n(`cloud.token_file`),o=a!==``&&(i===``||i.startsWith(`keyfold_run_`)),s=ui(w()),c=n(`cloud.trust`),l=n(`cloud.identity`)||c&&s||void 0;return{secretsAreLocal:r,reason:mi(e,r),url:t(`cloud.url`),isUrlOfFolder:U(e,`cloud.url`),get token(){return(o?gi(a):void 0)??(i||void 0)},identity:l,foundIdentity:s,get trust(){return this.token===void 0&&l&&c||void 0},isTokenOfFolder:!o&&U(e,`cloud.token`),tokenFile:o?a:void 0,allowInsecureHttp:e.get(`cloud.allow_insecure_http`)===!0&&!U(e,`cloud.allow_insecure_http`),timeoutMs:Number(e.get(`cloud.request_timeout_seconds`)??30)*1e3}}function mi(e,t){if(hi(e,`cloud.use_local_secrets`))return`${W(e,`cloud.use_local_secrets`)} is ${t}`;if(hi(e,`cloud.url`)){let n=t?`, but nothing sets a token or an identity for it`:``;return`${W(e,`cloud.url`)} sets a server${n}`}return hi(e,`cloud.token`)?`${W(e,`cloud.token`)} is set, but no cloud.url`:`the configuration sets no server`}function hi(e,t){return(e.origin(t)?.kind??`default`)!=="default"}function W(e,t){return`${t} (${di(e.origin(t))})`}function gi(e){try{return Di.readFileSync(e,`utf8`).trim()||void 0}catch{return}}async function _i(e){let t=e.config??(await Promise.resolve().then(()=>(kr(),Cr))).loadConfig(),n=fi(t),r=e.url||n.url,i=!e.token&&n.token===void 0&&n.identity!==void 0;if(!e.url&&n.isUrlOfFolder&&(i||await vi(r)===void 0))throw Si(t);let a=ae(r,e.url?`The client's option url`:W(t,`cloud.url`),e.allowInsecureHttp??n.allowInsecureHttp),{origin:o}=a,s=t=>t&&yi(n,o)&&bi(t,o,e),c=e.token||xi(n,o,t)||s(n.identity)||await vi(r)||s(n.foundIdentity);if(!c)throw wi(o);let l=e.timeoutMs===void 0?v(n.timeoutMs,W(t,`cloud.request_timeout_seconds`)):v(e.timeoutMs,`The client's option timeoutMs`);return{endpoint:a,token:typeof c==`string`?_(c):c,timeoutMs:l}}async function vi(e){if(!URL.canParse(e))return;let{findLogin:t}=await Promise.resolve().then(()=>(ei(),Ar));return t(new URL(e).origin)}function yi({url:e},t){return URL.canParse(e)&&new URL(e).origin===t}function bi(e,t,{fetch:n}){return async()=>{let{readIdentity:r}=await Promise.resolve().then(()=>(si(),ti));return r(e,t,n)}}function xi(e,t,n){let{token:r,isTokenOfFolder:i}=e;if(r===void 0||!yi(e,t))return``;if(i)throw Ci(n);return r}function Si(e){return new b(`UNTRUSTED_URL`,`${W(e,`cloud.url`)} names a server that you have not logged in to. Nothing was sent to it.`,`If you trust this folder and that server: keyfold login URL. Or set KEYFOLD__CLOUD__URL to another.`)}function Ci(e){return new b(`UNTRUSTED_TOKEN`,`${W(e,`cloud.token`)} is the token of whoever wrote that file: what you set would be theirs. It was not used.`,`Take it out of there; use keyfold login URL, or KEYFOLD__CLOUD__TOKEN.`)}function wi(e){return new b(`NO_TOKEN`,`There is no token for ${e}.`,`Log in (keyfold login ${e}), or set KEYFOLD__CLOUD__TOKEN with KEYFOLD__CLOUD__URL, or give the client both.`)}var Ti,Ei,Di,Oi,ki,Ai,ji=h((()=>{tt(),x(),Ti=Object.defineProperty,Ei=(e,t)=>{let n={};for(var r in e)Ti(n,r,{get:e[r],enumerable:!0});return t||Ti(n,Symbol.toStringTag,{value:`Module`}),n},Di=e(`/`)(`node:fs`),Oi=`/var/run/secrets/keyfold/token`,ki=/* @__PURE__ */ new WeakMap,Ai=/* @__PURE__ */ Ei({connectByConfiguration:()=>_i})}));x();const Mi={now:()=>Date.now(),after(e,t){let n=setTimeout(t,e);return()=>clearTimeout(n)}};var G=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};const Ni=new G(`
    query Access($name: String!) {
  access(name: $name) {
    kind
    id
    name
    through
  }
}
    `),Pi=new G(`
    query AuditEventsOf01($where: audit_bool_exp, $limit: Int, $offset: Int) {
  auditEvents(where: $where, limit: $limit, offset: $offset) {
    id
    at
    action
    subject
    actor
    actorId
    outcome
    code
    requestId
  }
}
    `),Fi=new G(`
    query AuditEvents($where: audit_bool_exp, $limit: Int, $offset: Int) {
  auditEvents(where: $where, limit: $limit, offset: $offset) {
    id
    at
    action
    subject
    asked
    outcome
    code
    actor
    actorId
    label
    version
    address
    agent
    detail
    requestId
  }
}
    `),Ii=new G(`
    mutation CreateTeam($input: createTeamInput!) {
  createTeam(input: $input) {
    team {
      id
      name
      createdAt
    }
    token
  }
}
    `),Li=new G(`
    mutation CreateToken($input: createTokenInput!) {
  createToken(input: $input) {
    id
    token
    role
    expiresAt
  }
}
    `),Ri=new G(`
    mutation CreateTrust($input: createTrustInput!) {
  createTrust(input: $input) {
    id
  }
}
    `),zi=new G(`
    mutation DeleteSecret($input: deleteSecretInput!) {
  deleteSecret(input: $input) {
    success
  }
}
    `),Bi=new G(`
    mutation DeleteTrust($input: deleteTrustInput!) {
  deleteTrust(input: $input) {
    success
  }
}
    `),Vi=new G(`
    mutation DescribeSecret($input: describeSecretInput!) {
  describeSecret(input: $input) {
    success
  }
}
    `),Hi=new G(`
    query DescribedSecrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int, $after: String) {
  secret(
    where: $where
    order_by: $orderBy
    limit: $limit
    offset: $offset
    after: $after
  ) {
    name
    version
    createdAt
    updatedAt
    updatedBy
    note
    owner
    rotateBy
    lastReadAt
    deletedAt
  }
}
    `),Ui=new G(`
    mutation EndRun($input: endRunInput!) {
  endRun(input: $input) {
    success
  }
}
    `),Wi=new G(`
    mutation ExtendRun($input: extendRunInput!) {
  extendRun(input: $input) {
    id
    expiresAt
  }
}
    `),Gi=new G(`
    query Folders($where: folder_bool_exp, $limit: Int, $after: String) {
  folders(where: $where, limit: $limit, after: $after) {
    folder
    secrets
  }
}
    `),Ki=new G(`
    mutation OpenRun($input: openRunInput!) {
  openRun(input: $input) {
    id
    token
    expiresAt
  }
}
    `),qi=new G(`
    mutation RestoreSecret($input: restoreSecretInput!) {
  restoreSecret(input: $input) {
    success
    version
  }
}
    `),Ji=new G(`
    mutation RevokeToken($input: revokeTokenInput!) {
  revokeToken(input: $input) {
    success
  }
}
    `),Yi=new G(`
    mutation RollbackSecret($input: rollbackSecretInput!) {
  rollbackSecret(input: $input) {
    success
    version
  }
}
    `),Xi=new G(`
    query RunsOf01($where: run_bool_exp, $limit: Int, $offset: Int) {
  runs(where: $where, limit: $limit, offset: $offset) {
    id
    label
    allow
    openedAt
    openedBy
    expiresAt
    endedAt
    live
  }
}
    `),Zi=new G(`
    query Runs($where: run_bool_exp, $limit: Int, $offset: Int, $after: ID) {
  runs(where: $where, limit: $limit, offset: $offset, after: $after) {
    id
    label
    allow
    names
    folder
    uses {
      name
      host
      methods
      paths
    }
    openedAt
    openedBy
    openedById
    expiresAt
    endedAt
    live
  }
}
    `),Qi=new G(`
    query SecretHistory($name: String!) {
  secret(where: {name: {_eq: $name}}) {
    name
    version
    createdAt
    updatedAt
    updatedBy
    versions {
      version
      createdAt
      createdBy
    }
  }
}
    `),$i=new G(`
    query SecretNames($limit: Int, $offset: Int) {
  secret(order_by: {name: asc}, limit: $limit, offset: $offset) {
    name
  }
}
    `),ea=new G(`
    query SecretValue($name: String!) {
  secretValue(name: $name)
}
    `),ta=new G(`
    query SecretValues($names: [String!]!) {
  secretValues(names: $names) {
    name
    value
    error {
      code
      message
    }
  }
}
    `),na=new G(`
    query Secrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int) {
  secret(where: $where, order_by: $orderBy, limit: $limit, offset: $offset) {
    name
    version
    createdAt
    updatedAt
    updatedBy
  }
}
    `),ra=new G(`
    mutation SetSecret($input: setSecretInput!) {
  setSecret(input: $input) {
    success
    version
  }
}
    `),ia=new G(`
    mutation SetSecrets($input: [setSecretInput!]!) {
  setSecrets(input: $input) {
    success
    versions
  }
}
    `),aa=new G(`
    query Teams($limit: Int, $offset: Int) {
  teams(limit: $limit, offset: $offset) {
    id
    name
    createdAt
  }
}
    `),oa=new G(`
    query TokensOf01($limit: Int, $offset: Int) {
  tokens(limit: $limit, offset: $offset) {
    id
    name
    role
    createdAt
    expiresAt
    lastUsedAt
    revokedAt
  }
}
    `),sa=new G(`
    query Tokens($limit: Int, $offset: Int, $after: ID) {
  tokens(limit: $limit, offset: $offset, after: $after) {
    id
    name
    role
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    createdAt
    createdBy
    expiresAt
    lastUsedAt
    revokedAt
  }
}
    `),ca=new G(`
    query Trusts {
  trusts {
    id
    name
    for
    issuer
    audience
    claims
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    tokenSeconds
    jwks
    reusable
    createdAt
    createdBy
  }
}
    `),la=new G(`
    mutation UseSecret($input: useSecretInput!) {
  useSecret(input: $input) {
    value
  }
}
    `),ua=new G(`
    query Whoami {
  whoami {
    team {
      id
      name
    }
    kind
    name
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    expiresAt
  }
}
    `),K={attempts:4,minDelayMs:100,maxDelayMs:5e3};function da(e){if(e===!1)return{...K,attempts:1};let{attempts:t=K.attempts,minDelayMs:n=K.minDelayMs,maxDelayMs:r=K.maxDelayMs}=e??{},i=e=>Number.isFinite(e)&&e>=0;if(Number.isInteger(t)&&t>=1&&i(n)&&i(r))return{attempts:t,minDelayMs:n,maxDelayMs:r};throw new b(`INVALID_OPTIONS`,`The client's option retry is not valid.`,`attempts is a whole number from 1; minDelayMs and maxDelayMs are milliseconds from 0.`)}function fa(e,{minDelayMs:t,maxDelayMs:n},r){return r*Math.min(n,t*2**Math.min(e-1,60))}var pa=class{#e=20;take(){return this.#e<1?!1:(--this.#e,!0)}earn(){this.#e=Math.min(20,this.#e+.1)}};function ma(e,t){let n=e?.trim()??``;if(/^\d+$/.test(n))return Number(n)*1e3;if(!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(n))return;let r=Date.parse(n.endsWith(`GMT`)?n:`${n} GMT`);return Number.isNaN(r)?void 0:Math.max(0,r-t)}function ha(e){return`docs/${e}`}function ga(e){return ha(`errors/${e}.md`)}var q=class extends Error{error;repeat;retryAfterMs;constructor(e,t=`never`,n){super(e.message),this.error=e,this.repeat=t,this.retryAfterMs=n}};const _a=/* @__PURE__ */ new Set([429,500,502,503,504]),va={401:`UNAUTHENTICATED`,403:`FORBIDDEN`,413:`LIMIT_EXCEEDED`,429:`RATE_LIMITED`};function ya(e,t,n){let{status:r,retryAfterMs:i}=e;return new q(ba(e,t,n)??Sa(r,t),_a.has(r)?`if-repeatable`:`never`,i)}function J(e,t,n){return new b(`INVALID_RESPONSE`,`${e} did not answer as a Keyfold server does: ${t}.`,`Check that the URL, with its path, is a Keyfold server's, and what stands between it and you.`,n)}function ba({status:e,errors:t},n,r){let i=Array.isArray(t)?t[0]:void 0,{message:a,extensions:o}=Object(i),{code:s,tip:c}=Object(o);if(e===404||typeof a!=`string`||typeof s!=`string`||!/^[A-Z][A-Z0-9_]{1,60}$/.test(s))return;let l=typeof c==`string`&&c!==``?Ca(c,r):Aa(s);return new b(s,xa(Ca(a,r)),l,e,n)}function xa(e){return e===`No value found for the requested key`?`There is no secret of this name.`:e}function Sa(e,t){let n=va[e]??(e>=500?`SERVER_UNREACHABLE`:`INVALID_RESPONSE`);return n===`INVALID_RESPONSE`?J(t,e===200?`its error has no code`:`it answered HTTP ${e}`,e):new b(n,`${t} answered HTTP ${e}.`,Aa(n),e)}function Ca(e,t){return e.replaceAll(t,`<token>`).replace(/\p{Cc}+/gu,` `).slice(0,1e3)}const wa=/* @__PURE__ */ new Set([`ECONNREFUSED`,`ENOTFOUND`,`EAI_AGAIN`,`ENETUNREACH`,`EHOSTUNREACH`,`EADDRNOTAVAIL`,`UND_ERR_CONNECT_TIMEOUT`,`ConnectionRefused`,`FailedToOpenSocket`]),Ta=/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/;function Ea(e,t){let n=Da(e),r=n===void 0?``:` (${n})`;return(n===void 0?Oa(e):Ta.test(n))?new q(new b(`SERVER_UNREACHABLE`,`The certificate of ${t} was not accepted${r}. Nothing was sent.`,`Check that the URL has the name that the certificate is for; NODE_EXTRA_CA_CERTS adds an authority of your own.`)):new q(new b(`SERVER_UNREACHABLE`,`There was no answer from ${t}${r}.`,`Check that the server runs, and the URL's scheme, host and port; keyfold doctor looks into it.`),wa.has(n??``)?`always`:`if-repeatable`)}function Da(e){let t=e;for(let e=0;e<5&&typeof t==`object`&&t;e+=1){let{code:e,cause:n,errors:r}=t;if(typeof e==`string`&&/^\w{3,60}$/.test(e))return e;t=n??(Array.isArray(r)?r[0]:void 0)}}function Oa(e){return e instanceof Error&&/certificate/i.test(`${e.message} ${String(e.cause)}`)}const ka={UNAUTHENTICATED:`Log in again, or use a token that has neither expired nor been revoked.`,FORBIDDEN:`Use a token of a role that may do this.`,NOT_FOUND:`See what is there with: keyfold secret list.`,RUN_ENDED:`Open a new run; extend a long one before it expires.`,RUN_EXPIRED:`Open a new run; extend a long one before it expires.`,NAME_NOT_ALLOWED:`Add the name to the list with which the run is opened.`,BAD_INPUT:`Compare the request with the server's schema.`,LIMIT_EXCEEDED:`Send less in one request.`,RATE_LIMITED:`Send fewer requests, or try again in a second.`,LIST_TIMEOUT:`Narrow the list by its filters, or read it in pages that go on behind a row.`,ISSUER_UNAVAILABLE:`Try again; the server's operator can see in its log why the issuer can't be asked.`,AUDIT_UNAVAILABLE:`The server's operator has to look at its audit log; /readyz says which part is not ready.`,DATABASE_UNAVAILABLE:`The server's operator has to look at its database; /readyz says which part is not ready.`,VAULT_UNAVAILABLE:`The server's operator has to look at its vault; /readyz says which part is not ready.`,DECRYPTION_FAILED:`The server's operator has to check its master key and its database.`,KEY_USED_UP:`The server's operator has to give the team a new data key: keyfold-server rotate-key --data-keys.`,CONFLICT:`Look at what is there already, then try again.`,INTERNAL:`The server's log says more, under the id of the request.`,SERVER_UNREACHABLE:`Try again, and see whether the server runs; keyfold doctor looks into it.`};function Aa(e){return ka[e]??`See ${ga(e)}.`}const ja=268435456;async function Ma({fetch:e,clock:t},{endpoint:n,token:r},{document:i,variables:a},o){let{origin:s}=n,c=typeof r==`string`?r:await Na(r),l,{status:u,data:d,errors:f}=await Pa(new Be(n.href,{excludeOperationName:!0,errorPolicy:`all`,jsonSerializer:{stringify:Fa,parse:JSON.parse},fetch:async(r,i)=>{let{response:a,text:s}=await La(e,n,{method:`POST`,headers:{accept:`application/json`,authorization:`Bearer ${c}`,"content-type":`application/json`},body:String(i?.body),signal:o});l=ma(a.headers.get(`retry-after`),t.now());let{ok:u,status:d}=a;return{ok:u,status:d,headers:a.headers,text:async()=>s}}}),i,a,s);if((Array.isArray(f)?f.length>0:f)||u<200||u>299)throw ya({status:u,errors:f,retryAfterMs:l},s,c);if(typeof d==`object`&&d)return d;throw new q(J(s,`it has no data`,u))}async function Na(e){try{return await e()}catch(e){throw e instanceof b?new q(e):e}}async function Pa(e,t,n,r){try{return await e.rawRequest({query:t,...n?{variables:n}:{}})}catch(e){if(e instanceof q)throw e;let{status:t,errors:n}=Object(e?.response);if(t!==void 0)return{status:t,errors:n};throw new q(J(r,`the answer is not one of GraphQL`))}}function Fa(e){try{return JSON.stringify(e,Ia)}catch{throw new q(new b(`BAD_INPUT`,`The variables hold something that is not JSON. Nothing was sent.`,`Numbers must be finite, a bigint a string, a Map an object; reveal() what is redacted.`))}}function Ia(e,t){let n=Object(this)[e];if(typeof t==`number`&&!Number.isFinite(t)||typeof t==`function`||typeof t==`symbol`||t===void 0&&Array.isArray(this)||t instanceof Map||t instanceof Set||ArrayBuffer.isView(t)||typeof Object(n).reveal==`function`)throw TypeError(`not JSON`);return t}async function La(e,t,n){let{origin:r}=t,i=t;for(let t=0;;t+=1){let a=await Ra(e,i,n),o=Ba(a,i);if(o===void 0)return{response:a,text:await za(a,r)};if(await a.body?.cancel().catch(()=>{}),t===5)throw new q(J(r,`it redirects in a circle`,a.status));i=o}}async function Ra(e,t,n){try{return await e(t.href,{...n,redirect:`manual`})}catch(e){throw Ea(e,t.origin)}}async function za(e,t){let n;try{n=await Ha(e)}catch(e){throw Ea(e,t)}if(n!==void 0)return n;throw new q(J(t,`the answer is too long, or no text`,e.status))}function Ba(e,t){let{origin:n}=t,r=e.url?new URL(e.url).origin:n;if(e.type===`opaqueredirect`||r!==n)throw Va(n,e.status);let i=e.headers.get(`location`);if(![301,302,303,307,308].includes(e.status)||i===null)return;let a=URL.canParse(i,t.href)?new URL(i,t):void 0;if(a?.origin!==n)throw Va(n,e.status);if(e.status<307)throw new q(J(n,`the API has moved`,e.status));return a}function Va(e,t){return new q(new b(`CROSS_ORIGIN_REDIRECT`,`${e} redirects to another origin, which the token was not given for. Nothing was sent there.`,`If the server has moved, set its new URL and log in there.`,t))}async function Ha(e){if(Number(e.headers.get(`content-length`)??0)>ja){await e.body?.cancel();return}if(!e.body){let t=await e.text();return t.length>ja?void 0:t}let t=e.body.getReader(),n=new TextDecoder(`utf-8`,{fatal:!0}),r=``,i=0;for(;;){let{done:e,value:a}=await t.read();if(e)break;i+=a.byteLength;let o=i>ja?void 0:Ua(n,a);if(o===void 0){await t.cancel();return}r+=o}let a=Ua(n);return a===void 0?void 0:r+a}function Ua(e,t){try{return t?e.decode(t,{stream:!0}):e.decode()}catch{return}}var Wa=class{signal;lastError;#e;#t;#n;constructor(e,t,n,r){let i=new AbortController;this.signal=i.signal,this.#e=e,this.#t=e.now()+t;let a=()=>i.abort(r?.reason),o=e.after(t,()=>i.abort(Ga(t,n,this.lastError)));r?.addEventListener(`abort`,a,{once:!0}),r?.aborted&&a(),this.#n=()=>{o(),r?.removeEventListener(`abort`,a)}}hasTimeFor(e){return this.#e.now()+e<this.#t}until(e){let{signal:t}=this;return new Promise((n,r)=>{let i=()=>r(t.reason);t.aborted&&i(),t.addEventListener(`abort`,i,{once:!0}),e.then(n,r).finally(()=>t.removeEventListener(`abort`,i))})}async wait(e){let t=()=>{},n=new Promise(n=>{t=this.#e.after(e,n)});await this.until(n).finally(()=>t())}close(){this.#n()}};function Ga(e,t,n){let r=n?` The last attempt: ${n.message}`:``;return new b(`TIMEOUT`,`There was no answer from ${t} within ${e/1e3} s.${r}`,`See whether the server is overloaded or far away; cloud.request_timeout_seconds or timeoutMs gives it longer.`)}function Y(e,t,n,r){let i=Object.hasOwn(e,t)?e[t]:void 0,a=Array.isArray(i)&&i.every(Ka);if({object:Ka(i),list:a,value:i!==void 0}[n]&&i!==void 0)return i;throw J(r,`its ${t} is missing, or not what the schema says`)}function Ka(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}function qa(e,t,n){let r=new Map(t.map(e=>[e.name,e]));return e.map(e=>{let{value:t,error:i}=r.get(e)??{};if(i)return{name:e,error:{code:String(i.code),message:xa(String(i.message))}};if(t!==void 0)return{name:e,value:t};throw J(n,`a name that was asked for has no answer`)})}function Ja(){return globalThis.process?.env??{}}const Ya=/^(?:https?|all)_proxy$/i;function Xa(){return globalThis.navigator?.userAgent?.startsWith(`Node.js/`)??!1}let Za;const Qa=async(e,t)=>!Xa()&&!(ie(new URL(String(e)).hostname)&&Object.keys(Ja()).some(e=>Ya.test(e)))?globalThis.fetch(e,t):(Za??=(await Promise.resolve().then(()=>(Qe(),He))).httpFetch,Za(e,t));let $a=!1;function eo(){$a||Ja().NODE_TLS_REJECT_UNAUTHORIZED!==`0`||($a=!0,process.emitWarning(`NODE_TLS_REJECT_UNAUTHORIZED is 0: the certificates of servers are not checked, so whoever is on the way can read the token and the values. NODE_EXTRA_CA_CERTS adds an authority of your own.`,{code:`KEYFOLD_TLS_UNVERIFIED`}))}function to(e,{clock:t,random:n}){let r={fetch:e.fetch??Qa,policy:da(e.retry),budget:new pa,clock:t,random:n},i,a=async()=>{eo(),i??=oo(e);try{return await i}catch(e){throw i=void 0,e}},o=async({signal:e,timeoutMs:n},i)=>{e?.throwIfAborted();let o=await a(),{origin:s}=o.endpoint,c=new Wa(t,n===void 0?o.timeoutMs:v(n,`The call's option timeoutMs`),s,e);try{return await i(e=>so(r,o,e,c),s)}finally{c.close()}};return async(e,t)=>{let n=/* @__PURE__ */ Error();try{return await o(e,t)}catch(e){throw re(e,n.stack),e}}}const no=1e3;function X(e,t,n,r,i={}){return e(i,async(e,i)=>Y(await e({document:String(t),variables:r,repeatable:!1}),n,`object`,i))}function Z(e,t,n,r,i,a={}){return e(a,async(e,a)=>Y(await e({document:String(t),variables:i,repeatable:!0}),n,r,a))}function ro(e,t,n,r,i,a={}){return e(a,async(e,a)=>{let o=async t=>e({document:String(t),variables:i,repeatable:!0});try{return Y(await o(t),n,`list`,a)}catch(e){let t=`after`in i&&i.after!=null;if(!(e instanceof b)||e.code!==`BAD_INPUT`||t)throw e;return Y(await o(r.document),n,`list`,a).map(r.complete)}})}function io(e,t={}){return e(t,async(e,t)=>{let n=/* @__PURE__ */ new Set;for(let r=0;;r+=no){let i=Y(await e({document:String($i),variables:{limit:no,offset:r},repeatable:!0}),`secret`,`list`,t);for(let{name:e}of i)n.add(e);if(i.length<no)return[...n]}})}function ao(e,t,n={}){return e(n,async(e,n)=>{if(t.length===0)return[];let r={names:[...t]};return qa(t,Y(await e({document:String(ta),variables:r,repeatable:!0}),`secretValues`,`list`,n),n)})}async function oo(e){let{url:t,token:n,timeoutMs:r}=e;if(e.config||!t||!n){let t=await Promise.resolve().then(()=>(ji(),ci)).then(e=>e.t).catch(()=>void 0);if(t)return t.connectByConfiguration(e);throw new b(`INVALID_OPTIONS`,`The client has no url or no token, and this runtime has no files that a configuration could be in.`,`Give createClient both.`)}return{endpoint:ae(t,`The client's option url`,e.allowInsecureHttp??!1),token:_(n),timeoutMs:v(r??3e4,`The client's option timeoutMs`)}}async function so(e,t,n,r){let{policy:i,budget:a}=e;for(let o=1;;o+=1)try{let i=await r.until(Ma(e,t,n,r.signal));return a.earn(),i}catch(t){if(!(t instanceof q))throw t;r.lastError=t.error;let s=fa(o,i,e.random())+(t.retryAfterMs??0);if(!((t.repeat===`always`||t.repeat===`if-repeatable`&&n.repeatable)&&o<i.attempts&&r.hasTimeFor(s)&&a.take()))throw t.error;await r.wait(s)}}const co={admin:[`admin`,`runner`],editor:[`editor`],runner:[`runner`],auditor:[`auditor`]},lo={document:oa,complete:e=>({...e,grants:co[e.role].map(e=>({role:e,names:null,runSeconds:null,uses:null})),createdBy:null})},uo={document:Xi,complete:e=>({...e,names:null,folder:null,uses:null,openedById:null})},fo={document:Pi,complete:e=>({asked:null,label:null,version:null,address:null,agent:null,detail:null,...e})};var po=class{#e;constructor(e){this.#e=e}setSecret(e,t){return X(this.#e,ra,`setSecret`,{input:e},t)}setSecrets(e,t){return X(this.#e,ia,`setSecrets`,{input:e},t)}deleteSecret(e,t){return Z(this.#e,zi,`deleteSecret`,`object`,{input:e},t)}restoreSecret(e,t){return X(this.#e,qi,`restoreSecret`,{input:e},t)}describeSecret(e,t){return Z(this.#e,Vi,`describeSecret`,`object`,{input:e},t)}rollbackSecret(e,t){return X(this.#e,Yi,`rollbackSecret`,{input:e},t)}secretNames(e){return io(this.#e,e)}secrets(e={},t){return e.after==null?Z(this.#e,na,`secret`,`list`,e,t):this.describedSecrets(e,t)}describedSecrets(e={},t){return Z(this.#e,Hi,`secret`,`list`,e,t)}folders(e={},t){return Z(this.#e,Gi,`folders`,`list`,e,t)}async secret(e,t){let[n]=await Z(this.#e,Qi,`secret`,`list`,{name:e},t);return n}secretValue(e,t){return Z(this.#e,ea,`secretValue`,`value`,{name:e},t)}secretValues(e,t){return ao(this.#e,e,t)}async useSecret(e,t){return(await X(this.#e,la,`useSecret`,{input:e},t)).value}openRun(e={},t){return X(this.#e,Ki,`openRun`,{input:e},t)}extendRun(e,t){return Z(this.#e,Wi,`extendRun`,`object`,{input:e},t)}endRun(e,t){return Z(this.#e,Ui,`endRun`,`object`,{input:e},t)}runs(e={},t){return ro(this.#e,Zi,`runs`,uo,e,t)}whoami(e){return Z(this.#e,ua,`whoami`,`object`,{},e)}access(e,t){return Z(this.#e,Ni,`access`,`list`,{name:e},t)}createTeam(e,t){return X(this.#e,Ii,`createTeam`,{input:e},t)}teams(e={},t){return Z(this.#e,aa,`teams`,`list`,e,t)}createToken(e,t){return X(this.#e,Li,`createToken`,{input:e},t)}tokens(e={},t){return ro(this.#e,sa,`tokens`,lo,e,t)}revokeToken(e,t){return Z(this.#e,Ji,`revokeToken`,`object`,{input:e},t)}createTrust(e,t){return X(this.#e,Ri,`createTrust`,{input:e},t)}trusts(e){return Z(this.#e,ca,`trusts`,`list`,{},e)}deleteTrust(e,t){return Z(this.#e,Bi,`deleteTrust`,`object`,{input:e},t)}auditEvents(e={},t){return ro(this.#e,Fi,`auditEvents`,fo,e,t)}request(e,t,n={}){let r=String(e),i=!/\bmutation\b/.test(r);return this.#e(n,e=>e({document:r,variables:t,repeatable:i}))}};function mo(e={}){return new po(to(e,{clock:Mi,random:Math.random}))}kr();function ho(e){let t=t=>(e[`INPUT_${t.toUpperCase()}`]??``).trim(),n=[...go(t(`env`),`env`,`value`),...go(t(`files`),`files`,`file`)],r=n.map(({variable:e})=>e),i=r.find((e,t)=>r.indexOf(e)!==t);if(i)throw Q(`The variable ${i} is set twice.`,`Give each variable one secret.`);let a={url:t(`url`),named:n,allow:_o(t(`allow`)),folder:t(`folder`)||void 0,ttlSeconds:Number(t(`ttl-seconds`)||3600),label:t(`label`)||void 0,trust:t(`trust`)||void 0};if(a.url===``)throw Q(`There is no url.`,`Give the server's address.`);if(n.length+a.allow.length===0)throw Q(`There is no secret.`,`Name some in env, files or allow.`);if(!Number.isInteger(a.ttlSeconds))throw Q(`ttl-seconds is no whole number.`,`Give it in seconds.`);return a}function go(e,t,n){return _o(e).map((e,r)=>{let[,i,a]=/^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/u.exec(e)??[];if(i===void 0||a===void 0)throw Q(`Line ${r+1} of ${t} is not a variable and a secret's name.`,`Write VARIABLE=secret name.`);return{variable:i,name:a,as:n}})}function _o(e){return e.split(`
`).map(e=>e.trim()).filter(e=>e!==``)}function Q(e,t){return new y(`BAD_INPUT`,e,t)}(class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{vo(e,`KeyfoldError`)}});function vo(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function yo(e,t=` `){let{message:n=String(e),tip:r}=Object(e);return r?`${n}${t}${r}`:n}function bo(e){let{code:t}=Object(e);return typeof t==`string`?t:``}function xo(e,t){let n=t.replaceAll(`%`,`%25`).replaceAll(`\r`,`%0D`).replaceAll(`
`,`%0A`);process.stdout.write(`::${e}::${n}\n`)}function So(e){e.trim()!==``&&xo(`add-mask`,e)}function $(e,t,n){Do(e,`GITHUB_ENV`,t,n)}function Co(e,t,n){Do(e,`GITHUB_STATE`,t,n)}function wo(e,t){return e[`STATE_${t}`]??``}function To(e){xo(`warning`,e)}async function Eo(e){try{await e()}catch(e){xo(`error`,yo(e)),process.exitCode=1}}function Do(e,t,n,r){let i=`keyfold-${m()}`;o(e[t]??``,`${n}<<${i}\n${r}\n${i}\n`)}async function Oo(e){Co(e,`step`,`main`);let t=ho(e),n=await ko(e,t);So(n.token);for(let[r,i]of Object.entries({url:t.url,run:n.id,token:n.token}))Co(e,r,i);t.named.length>0&&await Ao(e,t,mo({url:t.url,token:n.token})),t.allow.length>0&&Mo(e,t.url,n.token)}async function ko(e,{url:t,trust:n=``,named:r,allow:i,...a}){let o=Wn({env:e,files:[],overrides:{cloud:{url:t,identity:`github`,trust:n,token:``,token_file:``}}}),{folder:s=null,label:c=null,ttlSeconds:l}=a,u=[.../* @__PURE__ */ new Set([...r.map(({name:e})=>e),...i])];return mo({config:o}).openRun({folder:s,label:c,ttlSeconds:l,allow:u,trust:n||null})}async function Ao(e,{named:t},n){let r=[...new Set(t.map(({name:e})=>e))],a=await n.secretValues(r),o=a.flatMap(({name:e,error:t})=>t?[`${JSON.stringify(e)} (${t.code})`]:[]);if(o.length>0)throw Po(o);let s=new Map(a.map(({name:e,value:t})=>[e,No(t)]));for(let e of s.values())So(e);let c=t.find(({name:e,as:t})=>t===`value`&&s.get(e)?.includes(`\0`));if(c)throw Fo(c.name);let l;for(let{variable:n,name:r,as:a}of t){let t=s.get(r)??``;a===`file`?(l??=jo(e),p(i(l,n),t,{mode:384,flag:`wx`}),$(e,n,i(l,n))):$(e,n,t)}}function jo(e){let t=c(i(e.RUNNER_TEMP||n(),`keyfold-`));return Co(e,`folder`,t),t}function Mo(e,t,n){$(e,`KEYFOLD__CLOUD__URL`,t),$(e,`KEYFOLD__CLOUD__TOKEN`,n),$(e,`KEYFOLD__CLOUD__USE_LOCAL_SECRETS`,`false`)}function No(e){return typeof e==`string`?e:JSON.stringify(e)}function Po(e){return new y(`SECRETS_UNAVAILABLE`,`These secrets can't be read: ${e.join(`, `)}.`,`See keyfold access NAME for who can read one, and keyfold audit for what was refused.`)}function Fo(e){return new y(`NOT_A_VARIABLE`,`The value of ${JSON.stringify(e)} holds a NUL.`,`Give it under files.`)}const Io=/* @__PURE__ */ new Set([`RUN_ENDED`,`RUN_EXPIRED`]);function Lo(e){return Io.has(bo(e))}function Ro(e){return wo(e,`step`)!==``}async function zo(e){let[t,n,r,i]=[`url`,`run`,`token`,`folder`].map(t=>wo(e,t));if(i&&d(i,{recursive:!0,force:!0}),t&&n&&r)try{await mo({url:t,token:r}).endRun({id:n})}catch(e){Lo(e)||To(`The run could not be ended. ${yo(e)}`)}}const Bo=te();await Eo(()=>Ro(Bo)?zo(Bo):Oo(Bo));export{};
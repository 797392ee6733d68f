import{createRequire as e}from"node:module";import{homedir as t,tmpdir as n}from"node:os";import{dirname as r,join as i,resolve as a}from"node:path";import{appendFileSync as o,mkdirSync as s,mkdtempSync as c,readFileSync as l,renameSync as u,rmSync as d,statSync as f,writeFileSync as p}from"node:fs";import{randomUUID as m}from"node:crypto";var ee=Object.defineProperty,h=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},g=(e,t)=>{let n={};for(var r in e)ee(n,r,{get:e[r],enumerable:!0});return t||ee(n,Symbol.toStringTag,{value:`Module`}),n};function te(){return process.env}function ne(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function re(e,t=``){e instanceof v&&(e.stack=[String(e),...t.split(`
`).slice(2)].join(`
`))}function ie(e){return e===`localhost`||e===`::1`||e===`[::1]`||ce.test(e)}function ae(e,t,n){let r=oe(e,`${t} is not a URL of http or https.`);if(r.username!==``||r.password!==``)throw new y(`INVALID_URL`,`${t} holds a user name or a password.`,`Take them out of it, and give the token as the token.`);if(r.protocol===`http:`&&!n&&!ie(r.hostname))throw new y(`INSECURE_URL`,`${t} is plain http to another machine, where the token and the values could be read on the way.`,`Use https. In a network that you trust, allow it by name: allowInsecureHttp: true, or cloud.allow_insecure_http = true.`);r.search=``,r.hash=``;let i=r.pathname.replace(/\/+$/,``);return r.pathname=i.endsWith(`/graphql`)?i:`${i}/graphql`,r}function oe(e,t){let n=URL.canParse(e)?new URL(e):void 0;if(n&&/^https?:$/.test(n.protocol))return n;throw new y(`INVALID_URL`,t,`Give the server's address, for example https://keyfold.example.`)}function se(e){if(/^[\x21-\x7e]+$/.test(e))return e;throw new y(`INVALID_TOKEN`,`The token holds a character that no token of Keyfold has.`,`A line break or a space at its end is a common reason: trim it.`)}function _(e,t){if(e>0&&e<=le)return e;throw new y(`INVALID_OPTIONS`,`${t} is not a time that a call may take.`,`Give a number above 0, and at most 24 days.`)}var v,y,ce,le,b=h((()=>{v=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{ne(e,`KeyfoldError`)}},y=class e extends v{constructor(e,t,n,r,i){super(e,t,n),r!==void 0&&(this.status=r),i!==void 0&&(this.origin=i)}static{ne(e,`ClientError`)}},ce=/^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/,le=2**31-1})),ue=class e extends Error{response;request;constructor(t,n){let r=`${e.extractMessage(t)}: ${JSON.stringify({response:t,request:n})}`;super(r),Object.setPrototypeOf(this,e.prototype),this.response=t,this.request=n,typeof Error.captureStackTrace==`function`&&Error.captureStackTrace(this,e)}static extractMessage(e){return e.errors?.[0]?.message??`GraphQL Error (Code: ${String(e.status)})`}};const de=e=>e.toUpperCase(),fe=e=>typeof e==`function`?e():e,pe=(e,t)=>e.map((e,n)=>[e,t[n]]),x=e=>{let t={};return e instanceof Headers?t=me(e):Array.isArray(e)?e.forEach(([e,n])=>{e&&n!==void 0&&(t[e]=n)}):e&&(t=e),t},me=e=>{let t={};return e.forEach((e,n)=>{t[n]=e}),t},he=e=>{try{let t=e();return _e(t)?t.catch(e=>ge(e)):t}catch(e){return ge(e)}},ge=e=>e instanceof Error?e:Error(String(e)),_e=e=>typeof e==`object`&&!!e&&`then`in e&&typeof e.then==`function`&&`catch`in e&&typeof e.catch==`function`&&`finally`in e&&typeof e.finally==`function`,ve=e=>{throw Error(`Unhandled case: ${String(e)}`)},S=e=>typeof e==`object`&&!!e&&!Array.isArray(e),ye=(e,t)=>e.documents?e:{documents:e,requestHeaders:t,signal:void 0},be=(e,t,n)=>e.query?e:{query:e,variables:t,requestHeaders:n,signal:void 0},xe={},Se=`Content-Type`,Ce=`application/json`,we=e=>e.replace(/([\s,]|#[^\n\r]+)+/g,` `).trim(),Te=e=>{let t=e.toLowerCase();return t.includes(`application/graphql-response+json`)||t.includes(`application/json`)},Ee=e=>{try{if(Array.isArray(e))return{_tag:`Batch`,executionResults:e.map(De)};if(S(e))return{_tag:`Single`,executionResult:De(e)};throw Error(`Invalid execution result: result is not object or array. \nGot:\n${String(e)}`)}catch(e){return e}},De=e=>{if(typeof e!=`object`||!e)throw Error(`Invalid execution result: result is not object`);let t,n,r;if(`errors`in e){if(!S(e.errors)&&!Array.isArray(e.errors))throw Error(`Invalid execution result: errors is not plain object OR array`);t=e.errors}if(`data`in e){if(!S(e.data)&&e.data!==null)throw Error(`Invalid execution result: data is not plain object`);n=e.data}if(`extensions`in e){if(!S(e.extensions))throw Error(`Invalid execution result: extensions is not plain object`);r=e.extensions}return{data:n,errors:t,extensions:r}},Oe=e=>e._tag===`Batch`?e.executionResults.some(ke):ke(e.executionResult),ke=e=>Array.isArray(e.errors)?e.errors.length>0:!!e.errors,Ae=e=>typeof e==`object`&&!!e&&`kind`in e&&e.kind===xe.OPERATION_DEFINITION,je=e=>{let t,n=e.definitions.filter(Ae);return n.length===1&&(t=n[0].name?.value),t},Me=e=>{let t=!1,n=e.definitions.filter(Ae);return n.length===1&&(t=n[0].operation===`mutation`),t},Ne=(e,t)=>{let n=typeof e==`string`||`kind`in e?e:String(e),r=typeof n==`string`?n:(void 0)(n),i=!1,a;if(t)return{expression:r,isMutation:i,operationName:a};let o=he(()=>typeof n==`string`?(void 0)(n):n);return o instanceof Error?{expression:r,isMutation:i,operationName:a}:(a=je(o),i=Me(o),{expression:r,operationName:a,isMutation:i})},Pe=JSON,Fe=async e=>{let t={...e,method:e.request._tag===`Single`?e.request.document.isMutation?`POST`:de(e.method??`post`):e.request.hasMutations?`POST`:de(e.method??`post`),fetchOptions:{...e.fetchOptions,errorPolicy:e.fetchOptions.errorPolicy??`none`}},n=await Re(t.method)(t),r=await n.text(),i;try{i=Le(r,n.headers.get(Se),e.fetchOptions.jsonSerializer??Pe)}catch(e){i=e}let a={status:n.status,headers:n.headers,body:r};if(!n.ok)return i instanceof Error?new ue({...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables}):new ue(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});if(i instanceof Error)throw i;if(Oe(i)&&t.fetchOptions.errorPolicy===`none`)return new ue(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});switch(i._tag){case`Single`:return{...a,...Ie(t)(i.executionResult)};case`Batch`:return{...a,data:i.executionResults.map(Ie(t))};default:ve(i)}},Ie=e=>t=>({extensions:t.extensions,data:t.data,errors:e.fetchOptions.errorPolicy===`all`?t.errors:void 0}),Le=(e,t,n)=>t&&Te(t)?Ee(n.parse(e)):Ee(e),Re=e=>async t=>{let n=new Headers(t.headers),r=null,i;n.has(`Accept`)||n.set(`Accept`,[`application/graphql-response+json`,Ce].join(`, `)),e===`POST`?(i=(t.fetchOptions.jsonSerializer??Pe).stringify(ze(t)),typeof i==`string`&&!n.has(`Content-Type`)&&n.set(Se,Ce)):r=Be(t);let a={method:e,headers:n,body:i,...t.fetchOptions},o=new URL(t.url),s=a;if(t.middleware){let{url:e,...n}=await Promise.resolve(t.middleware({...a,url:t.url,operationName:t.request._tag===`Single`?t.request.document.operationName:void 0,variables:t.request.variables}));o=new URL(e),s=n}return r&&r.forEach((e,t)=>{o.searchParams.append(t,e)}),await(t.fetch??fetch)(o,s)},ze=e=>{switch(e.request._tag){case`Single`:return{query:e.request.document.expression,variables:e.request.variables,operationName:e.request.document.operationName};case`Batch`:return pe(e.request.query,e.request.variables??[]).map(([e,t])=>({query:e,variables:t}));default:throw ve(e.request)}},Be=e=>{let t=e.fetchOptions.jsonSerializer??Pe,n=new URLSearchParams;switch(e.request._tag){case`Single`:return n.append(`query`,we(e.request.document.expression)),e.request.variables&&n.append(`variables`,t.stringify(e.request.variables)),e.request.document.operationName&&n.append(`operationName`,e.request.document.operationName),n;case`Batch`:{let r=e.request.variables?.map(e=>t.stringify(e))??[],i=e.request.query.map(we),a=pe(i,r).map(([e,t])=>({query:e,variables:t}));return n.append(`query`,t.stringify(a)),n}default:throw ve(e.request)}};var Ve=class{url;requestConfig;constructor(e,t={}){this.url=e,this.requestConfig=t}rawRequest=async(...e)=>{let[t,n,r]=e,i=be(t,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Ne(i.query,u),m=await Fe({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...x(fe(a)),...x(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:n,url:this.url}),m instanceof Error)throw m;return m};async request(e,...t){let[n,r]=t,i=He(e,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Ne(i.document,u),m=await Fe({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...x(fe(a)),...x(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:i.variables,url:this.url}),m instanceof Error)throw m;return m.data}async batchRequests(e,t){let n=ye(e,t),{headers:r,excludeOperationName:i,...a}=this.requestConfig;n.signal!==void 0&&(a.signal=n.signal);let o=n.documents.map(({document:e})=>Ne(e,i)),s=o.map(({expression:e})=>e),c=o.some(({isMutation:e})=>e),l=n.documents.map(({variables:e})=>e),u=await Fe({url:this.url,request:{_tag:`Batch`,operationName:void 0,query:s,hasMutations:c,variables:l},headers:{...x(fe(r)),...x(n.requestHeaders)},fetch:this.requestConfig.fetch??globalThis.fetch,method:this.requestConfig.method||`POST`,fetchOptions:a,middleware:this.requestConfig.requestMiddleware});if(this.requestConfig.responseMiddleware&&await this.requestConfig.responseMiddleware(u,{operationName:void 0,variables:l,url:this.url}),u instanceof Error)throw u;return u.data}setHeaders(e){return this.requestConfig.headers=e,this}setHeader(e,t){let{headers:n}=this.requestConfig;return n?n[e]=t:this.requestConfig.headers={[e]:t},this}setEndpoint(e){return this.url=e,this}};const He=(e,t,n)=>e.document?e:{document:e,variables:t,requestHeaders:n,signal:void 0};var Ue=/* @__PURE__ */ g({httpFetch:()=>Qe});async function We(e,t,n){let r=[],i=0;for await(let a of e){if(i+=a.length,i>t)throw n();r.push(a)}return Buffer.concat(r)}async function Ge(e){let t=e===`https:`?`node:https`:`node:http`;return process.getBuiltinModule?.(t)??await import(t)}function Ke(e,{Agent:t}){if(!ie(e.hostname))return;let n=Xe.get(e.protocol)??new t({keepAlive:!0});return Xe.set(e.protocol,n),n}async function qe(e,t){try{return await t()}catch(t){throw e?.aborted?e.reason:TypeError(`fetch failed`,{cause:t})}}function Je(e){let t=async()=>void e.destroy();return{cancel:t,getReader:()=>{let n=e[Symbol.asyncIterator]();return{read:()=>n.next(),cancel:t}}}}async function Ye(e){let t=await We(e,Ze,()=>/* @__PURE__ */ Error(`The response has more than ${Ze} bytes.`));return new TextDecoder(`utf-8`,{fatal:!0}).decode(t)}var Xe,Ze,Qe,$e=h((()=>{b(),Xe=/* @__PURE__ */ new Map,Ze=268435456,Qe=(async(e,t={})=>{let n=new URL(e instanceof URL?e:String(e)),r=await Ge(n.protocol),i=Ke(n,r),{signal:a,method:o=`GET`,body:s}=t;return qe(a,async()=>{let e=await new Promise((e,c)=>{let l=t.headers,u=r.request(n,{method:o,headers:l,...i?{agent:i}:{},...a?{signal:a}:{}});u.hasHeader(`user-agent`)||u.setHeader(`user-agent`,`node`),u.on(`response`,e),u.on(`error`,c),u.on(`close`,()=>c(/* @__PURE__ */ Error(`The connection was closed.`))),u.end(s??void 0)}),c=e.statusCode??0;return{ok:c>=200&&c<300,status:c,url:n.href,headers:{get:t=>e.headers[t.toLowerCase()]?.toString()??null},body:Je(e),text:()=>qe(a,()=>Ye(e))}})})}));function et(){return process.env}function tt(e){return e.HOME||e.USERPROFILE||t()}function nt(e=et(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||i(tt(e),`.${t.toLowerCase()}`,`config.toml`)}var rt=h((()=>{}));
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
function it(e,t){let n=e.slice(0,t).split(/\r?\n/);return[n.length,n.pop().length+1]}function at(e,t,n){let r=e.split(/\r?\n/),i=``,a=(Math.log10(t+1)|0)+1;for(let e=t-1;e<=t+1;e++){let o=r[e-1];o&&(i+=e.toString().padEnd(a,` `),i+=`:  `,i+=o,i+=`
`,e===t&&(i+=` `.repeat(a+n+2),i+=`^
`))}return i}var C,w=h((()=>{C=class e extends Error{line;column;codeblock;constructor(e,t){let[n,r]=it(t.toml,t.ptr),i=at(t.toml,n,r);super(`Invalid TOML document: ${e}\n\n${i}`,t),this.line=n,this.column=r,this.codeblock=i}static x(t,n,r){throw new e(t,{toml:n.s,ptr:r??n.p})}}}));
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
function ot(e){let t=e.p,n=e.s.charCodeAt(e.p++),r=n,i=n===39,a=n===e.s.charCodeAt(e.p)&&n===e.s.charCodeAt(e.p+1);a&&((n=e.s.charCodeAt(e.p+=2))===10?e.p++:n===13&&e.s.charCodeAt(e.p+1)===10&&(e.p+=2));let o=``,s=e.p,c=0;for(;e.p<e.s.length;e.p++)if(n=e.s.charCodeAt(e.p),a&&(n===10||n===13&&e.s.charCodeAt(e.p+1)===10))c&&=3;else if(n<32&&n!==9||n===127)C.x(`control characters are not allowed in strings`,e);else if((!c||c===3)&&n===r&&(!a||e.s.charCodeAt(e.p+1)===r&&e.s.charCodeAt(e.p+2)===r)){if(a&&(e.s.charCodeAt(e.p+3)===r&&e.p++,e.s.charCodeAt(e.p+3)===r&&e.p++),!c){let t=e.s.slice(s,e.p);o=o?o+t:t}return e.p+=a?3:1,o}else if(!c)!i&&n===92&&(o+=e.s.slice(s,s=e.p),c=1);else if(c===1){if(n===120||n===117||n===85){let t=e.p++-1,r=0,i=n===120?2:n===117?4:8;for(let t=0;t<i;t++,e.p++){let t=e.s.charCodeAt(e.p),n=t>=48&&t<=57?t-48:t>=65&&t<=70?t-65+10:t>=97&&t<=102?t-97+10:-1;n<0&&C.x(`invalid non-hex character in unicode escape`,e),r=r<<4|n}(r<0||r>1114111||r>=55296&&r<=57343)&&C.x(`invalid unicode escape`,e,t),o+=String.fromCodePoint(r),s=e.p--,c=0}else a&&(n===32||n===9)?c=2:(n===98?o+=`\b`:n===116?o+=`	`:n===110?o+=`
`:n===102?o+=`\f`:n===114?o+=`\r`:n===101?o+=`\x1B`:n===34?o+=`"`:n===92?o+=`\\`:C.x(`unrecognised escape sequence`,e),s=e.p+1,c=0)}else n!==32&&n!==9&&(c===2&&C.x(`invalid escape: only line-ending whitespace may be escaped`,e,s),c=+(!i&&n===92),s=e.p);C.x(`unfinished string`,e,t)}var st=h((()=>{w()})),ct,lt,ut=h((()=>{ct=/^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i,lt=class e extends Date{#e=!1;#t=!1;#n=null;constructor(e,t,n){
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
let r=!0,i=!0,a=`Z`,o;if(typeof e==`string`){if(t)prep:{if(t<3){if(+e.slice(11,13)>23){e=``;break prep}t===2?(a=null,e+=`Z`):(o=e.charCodeAt(e.length-1))!==90&&o!==122&&(a=e.slice(e.length-6)),n&&(e=e.slice(0,10)+`T`+e.slice(11))}else t===4&&(e=+e.slice(0,2)>23?``:`0000-01-01T${e}Z`);r=t!==4,i=t!==3}else{let t=e.match(ct);t?(t[1]||(r=!1,e=`0000-01-01T${e}`),i=!!t[2],i&&e[10]===` `&&(e=e.replace(` `,`T`)),t[2]&&+t[2]>23?e=``:(a=t[3]||null,!a&&i&&(e+=`Z`))):e=``}}super(e),isNaN(this.getTime())||(this.#e=r,this.#t=i,this.#n=a)}isDateTime(){return this.#e&&this.#t}isLocal(){return!this.#e||!this.#t||!this.#n}isDate(){return this.#e&&!this.#t}isTime(){return this.#t&&!this.#e}isValid(){return this.#e||this.#t}toISOString(){let e=super.toISOString();if(this.isDate())return e.slice(0,10);if(this.isTime())return e.slice(11,23);if(this.#n===null)return e.slice(0,-1);if(this.#n===`Z`||this.#n===`z`)return e;let t=this.#n.slice(1,3)*60+ +this.#n.slice(4,6);return t=this.#n[0]===`-`?t:-t,(/* @__PURE__ */ new Date(this.getTime()-t*6e4)).toISOString().slice(0,-1)+this.#n}static wrapAsOffsetDateTime(t,n=`Z`){let r=new e(t);return r.#n=n,r}static wrapAsLocalDateTime(t){let n=new e(t);return n.#n=null,n}static wrapAsLocalDate(t){let n=new e(t);return n.#t=!1,n.#n=null,n}static wrapAsLocalTime(t){let n=new e(t);return n.#e=!1,n.#n=null,n}}}));
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
function T(e,t=10){return t===16?e>47&&e<58||e>64&&e<71||e>96&&e<103:e>47&&e<48+t}function dt(e,t){return e===32||e===9||e===10||e===13||t&&(e===t||e===44)||e===35}function ft(e,t){let n=e.p,r=e.s.charCodeAt(e.p);if(r===91||r===123){e.d--||C.x(`document contains excessively nested structures. aborting.`,e);let t=r===91?St(e):xt(e);return e.d++,t}return r===34||r===39?ot(e):r===116?((e.s.charCodeAt(++e.p)!==114||e.s.charCodeAt(++e.p)!==117||e.s.charCodeAt(++e.p)!==101)&&C.x(`invalid value`,e,n),e.p++,!0):r===102?((e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==108||e.s.charCodeAt(++e.p)!==115||e.s.charCodeAt(++e.p)!==101)&&C.x(`invalid value`,e,n),e.p++,!1):r===43||r===45?E(e,e.p,e.s.charCodeAt(++e.p),44-r,t):e.s.charCodeAt(e.p+4)===45&&e.s.charCodeAt(e.p+7)===45?ht(e,r,t):e.s.charCodeAt(e.p+2)===58?gt(e,r,t):E(e,e.p,r,0,t)}function E(e,t,n,r,i){let a=n,o=0,s=!1;if(a===105)return(e.s.charCodeAt(++e.p)!==110||e.s.charCodeAt(++e.p)!==102)&&C.x(`invalid value`,e,t),e.p++,(r||1)/0;if(a===110)return(e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==110)&&C.x(`invalid value`,e,t),e.p++,NaN;if(a===48){if(++e.p>=e.s.length||dt(a=e.s.charCodeAt(e.p),i))return e.bi===!0?0n:0;if(!r){if(a===120)return pt(e,t,16,i);if(a===98)return pt(e,t,2,i);if(a===111)return pt(e,t,8,i)}a===46?o=2:a===101||a===69?o=4:C.x(`illegal leading zero`,e,t)}else T(a)||C.x(`invalid value`,e,t);for(;++e.p<e.s.length&&(a=e.s.charCodeAt(e.p),!dt(a,i));)o||=1,a===95?(o&1||C.x(`illegal underscore`,e),o+=11,s=!0):o===1&&a===46?o=2:(o===1||o===3)&&(a===101||a===69)?o=4:o===4&&(a===43||a===45)?o=6:T(a)?o>9?o-=11:o&1||o++:C.x(`illegal character in numeric literal`,e);if(!o){let t=(n-48)*(r||1);return e.bi===!0?BigInt(t):t}o&1||C.x(`unfinished numeric value`,e,t);let c=e.s.slice(t,e.p);return s&&(c=c.replaceAll(`_`,``)),o>1?parseFloat(c):mt(e,c,10,t)}function pt(e,t,n,r){let i,a=1;for(;++e.p<e.s.length&&(i=e.s.charCodeAt(e.p),!dt(i,r));)i===95?(a&1&&C.x(`illegal underscore`,e),a=3):T(i,n)?a&1&&a--:C.x(`illegal character in numeric literal`,e);a&1&&C.x(`unfinished numeric value`,e);let o=e.s.slice(t+2,e.p);return a&&(o=o.replaceAll(`_`,``)),mt(e,o,n,t)}function mt(e,t,n,r){if(e.bi!==!0)int:{let i=parseInt(t,n);if(!Number.isSafeInteger(i)){if(e.bi)break int;C.x(`integer value cannot be represented losslessly`,e,r)}return i}return BigInt(n===10?t:(n===2?`0b`:n===8?`0o`:`0x`)+t)}function ht(e,t,n){let r=e.p++,i;if(!T(t)||!T(e.s.charCodeAt(e.p++))||!T(e.s.charCodeAt(e.p++))||!T(e.s.charCodeAt(e.p++)))return E(e,e.p=r,t,0,n);if(e.p+=5,T(e.s.charCodeAt(e.p++))||C.x(`invalid date-time: date part is malformed`,e,r),e.p>=e.s.length||((t=e.s.charCodeAt(e.p))!==32||(i=!0,!T(e.s.charCodeAt(e.p+1))))&&t!==84&&t!==116)return D(e,e.s.slice(r,e.p),3,!1,r);if(e.s.charCodeAt(e.p+=3)!==58&&C.x(`invalid date-time: time part is malformed`,e,r),e.s.charCodeAt(e.p+=3)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;T(e.s.charCodeAt(++e.p)););if(t=e.s.charCodeAt(e.p)){if(t===90||t===122)return D(e,e.s.slice(r,++e.p),1,i,r,`[+00:00]`);if(t===43||t===45)return D(e,e.s.slice(r,e.p+=6),1,i,r,!e.ld&&`[`+e.s.slice(e.p-6,e.p)+`]`)}return D(e,e.s.slice(r,e.p),2,i,r)}function gt(e,t,n){let r=e.p;if(!T(t)||!T(e.s.charCodeAt(++e.p)))return E(e,--e.p,t,0,n);if(e.s.charCodeAt(e.p+=4)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;T(e.s.charCodeAt(++e.p)););return D(e,e.s.slice(r,e.p),4,!1,r)}function D(e,t,n,r,i,a){if(e.ld){let a=new lt(t,n,r);return a.isValid()||C.x(`invalid date`,e,i),a}try{switch(a&&(t+=a),n){case 1:return Temporal.ZonedDateTime.from(t);case 2:return Temporal.PlainDateTime.from(t);case 3:return Temporal.PlainDate.from(t);case 4:return Temporal.PlainTime.from(t)}}catch(t){C.x(t instanceof Error?t.message:``+t,e,i)}}var _t=h((()=>{st(),Ct(),w(),ut()}));
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
function vt(e){for(;e.p<e.s.length;e.p++){let t=e.s.charCodeAt(e.p);if(t===10)break;if(t===13&&e.s.charCodeAt(e.p+1)===10){e.p++;break}(t<32&&t!==9||t===127)&&C.x(`control characters are not allowed in comments`,e)}}function O(e,t,n){let r;for(;e.p<e.s.length;){for(;e.p<e.s.length&&((r=e.s.charCodeAt(e.p))===32||r===9||!t&&(r===10||r===13&&e.s.charCodeAt(e.p+1)===10));)e.p++;if(n||r!==35)break;vt(e)}}var yt=h((()=>{w()}));
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
function bt(e,t=61){let n,r=0,i=[],a,o=e.s.charCodeAt(n=e.p);do if(o===t)return r||C.x(`unexpected end of key`,e),r===1&&i.push(e.s.slice(a,e.p)),e.p++,i;else o===46?(r||C.x(`illegal empty bare key`,e),r===1&&i.push(e.s.slice(a,e.p)),r=0):!r&&(o===34||o===39)?(o===e.s.charCodeAt(e.p+1)&&o===e.s.charCodeAt(e.p+2)&&C.x(`illegal quoted key: multiline strings are not allowed`,e),i.push(ot(e)),r=2,e.p--):o===32||o===9?r===1&&(i.push(e.s.slice(a,e.p)),r=2):r===2||o<48&&o!==45||o>57&&o<65||o>90&&o<97&&o!==95||o>122?C.x(`illegal character in key`,e):r||(r=1,a=e.p);while(o=e.s.charCodeAt(++e.p));C.x(`incomplete key-value: cannot find end of key`,e,n)}function xt(e){let t=e.p++,n=Object.create(null),r=/* @__PURE__ */ new Set,i;for(;e.p<e.s.length;){if(O(e),(i=e.s.charCodeAt(e.p))===125)return e.p++,n;let t,a=n,o=!1,s=e.p,c=bt(e);for(let n=0;n<c.length;n++){n&&(a=o?a[t]:a[t]=Object.create(null)),t=c[n],(o=Object.hasOwn(a,t))&&(typeof a[t]!=`object`||r.has(a[t]))&&C.x(`trying to redefine an already defined value`,e,s);let i=t===`__proto__`;if(e.uk&&(i||t===`constructor`)){a=e.uk!==1&&C.x(`document contains an unsafe property`,e,s);break}!o&&i&&Object.defineProperty(a,t,{enumerable:!0,configurable:!0,writable:!0})}o&&C.x(`trying to redefine an already defined value`,e,s),O(e,!0,!0);let l=ft(e,125);if(a&&typeof(a[t]=l)==`object`&&r.add(l),O(e),(i=e.s.charCodeAt(e.p++))===125)return n;i!==44&&C.x(`expected comma or end of structure`,e,e.p-1)}C.x(`unfinished table`,e,t)}function St(e){let t=e.p++,n=[],r;for(;e.p<e.s.length;){if(O(e),(r=e.s.charCodeAt(e.p))===93)return e.p++,n;if(n.push(ft(e,93)),O(e),(r=e.s.charCodeAt(e.p++))===93)return n;r!==44&&C.x(`expected comma or end of structure`,e,e.p-1)}C.x(`unfinished array`,e,t)}var Ct=h((()=>{st(),_t(),yt(),w()}));
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
function wt(e,t,n,r,i){let a=n,o=r,s,c=!1,l;for(let n=0;n<t.length;n++){if(n){if(a=c?a[s]:a[s]=Object.create(null),o=(l=o[s]).c,i===0&&(l.t===1||l.t===2))return null;if(l.t===2){let e=a.length-1;a=a[e],o=o[e].c}}if(s=t[n],(c=Object.hasOwn(a,s))&&o[s]?.t===0&&o[s]?.d)return null;if(!c){let r=s===`__proto__`;if(e.uk&&(r||s===`constructor`))return!1;r&&(Object.defineProperty(a,s,{enumerable:!0,configurable:!0,writable:!0}),Object.defineProperty(o,s,{enumerable:!0,configurable:!0,writable:!0})),o[s]={t:n<t.length-1&&i===2?3:i,d:!1,i:0,c:Object.create(null)}}}if(l=o[s],l.t!==i&&(i!==1||l.t!==3)||(i===2&&(l.d||(l.d=!0,a[s]=[]),a[s].push(a=Object.create(null)),l.c[l.i++]=l={t:1,d:!1,i:0,c:Object.create(null)}),l.d))return null;if(l.d=!0,i===1)a=c?a[s]:a[s]=Object.create(null);else if(i===0&&c)return null;return[s,a,l.c]}function Tt(e,t,n){(t===null||e.uk===2)&&C.x(t===null?`trying to redefine an already defined table or value`:`document contains an unsafe property`,e,n)}function Et(e,t={}){let n={s:e,p:0,d:t.maxDepth??1e3,bi:t.integersAsBigInt??!1,ld:t.useLegacyDate??!0,uk:t.unsafeKeyBehaviour===`throw`?2:+(t.unsafeKeyBehaviour===`drop`)},r=Object.create(null),i=Object.create(null),a,o=!1,s=r,c=i;for(e.charCodeAt(0)===65279&&n.p++,O(n);n.p<e.length;){if(e.charCodeAt(n.p)===91){let t=e.charCodeAt(++n.p)===91;a=n.p+=+t,o=!1;let l=bt(n,93);t&&(e.charCodeAt(n.p)!==93&&C.x(`expected end of table array declaration`,n),n.p++);let u=wt(n,l,r,i,t?2:1);u?(c=u[2],s=u[1]):(Tt(n,u,a),o=!0)}else{a=n.p;let e=wt(n,bt(n),s,c,0);!e&&!o&&Tt(n,e,a),O(n,!0,!0);let t=ft(n,void 0);e&&!o&&(e[1][e[0]]=t)}O(n,!0),n.p<e.length&&(a=e.charCodeAt(n.p))!==10&&(a!==13||e.charCodeAt(n.p+1)!==10)&&C.x(`each key-value declaration must be followed by an end-of-line`,n),O(n)}return r}var Dt=h((()=>{Ct(),_t(),yt(),w()})),Ot=h((()=>{``.isWellFormed})),kt=h((()=>{
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
Dt(),Ot(),w()}));
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
function At(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function jt(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function Mt(){return process.env}function Nt(e){return e.HOME||e.USERPROFILE||t()}function Pt(e=Mt(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||i(Nt(e),`.${t.toLowerCase()}`,`config.toml`)}function k(e){let t=e?.path??``;return a(t)===a(`keyfold.toml`)}function Ft(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:B.existsSync(Qn)?`file:${Qn}`:void 0}function It(e,t,n){let r=e;for(let e=0;e<10;e+=1){let e=!1,i=Vt(r,(r,i)=>{let a=Object.hasOwn(t,r)?t[r]:void 0;return n?.(i,a!==void 0),e||=a!==void 0,a??i}).replace(/^~(?=\/|$)/,()=>Nt(t));if(i===r&&!e)return r;r=i}return Ht(e,t),null}function Lt(e){return e.replaceAll(`\\$`,`$`)}function Rt(e){return typeof e==`string`&&/^~|\$/.test(e)}function zt(){return new z(`TEXT_TOO_LONG`,`A value is too long once it is filled in.`,`Make it smaller.`)}function Bt(e,t,n){return new z(e,`${[...t.slice(t.indexOf(n)),n].join(` → `)} refer to each other.`,`Give one of them another value, or write \\$ for a dollar.`)}function Vt(e,t){let n=0,r=(e,r,i)=>{let a=t(r??i,e);if(n+=a.length,n>1e7)throw zt();return a},i=e.lastIndexOf(`}`)+1;return e.slice(0,i).replace(/(?<!\\)\$(?:(\w+)|\{([^}]+)\})/g,r)+e.slice(i).replace(/(?<!\\)\$(\w+)/g,r)}function Ht(e,t){let n=/* @__PURE__ */ new Set,r=(e,i)=>{Vt(e,(e,a)=>{let o=`$${e}`;if(i.includes(o))throw Bt(`VARIABLE_CYCLE`,i,o);return!n.has(e)&&i.length<1e3&&Object.hasOwn(t,e)&&(r(t[e]??``,[...i,o]),n.add(e)),a})};r(e,[])}function A(e){if(!/["']/.test(e))return e.split(`.`);let t=[];if(e.replace($n,(e,n,r,i)=>(t.push(n?Ut(n):r??i),``)))throw Wt();return t}function j(e){return e.map(e=>/^[\w-]+$/.test(e)?e:JSON.stringify(e).replaceAll(``,`\\u007f`)).join(`.`)}function Ut(e){try{return JSON.parse(e)}catch{throw Wt()}}function Wt(){return new z(`INVALID_PATH`,`This is not a path of keys.`,`Quote keys that hold dots or quotes: a."b.c"`)}function M(e){if(typeof e!=`object`||!e)return!1;let t=Object.getPrototypeOf(e);return t===null||t===Object.prototype}function Gt(e,t,n){t===`__proto__`?Object.defineProperty(e,t,{value:n,enumerable:!0,configurable:!0,writable:!0}):e[t]=n}function N(e,t,n){Gt(P(e,t.slice(0,-1)),t.at(-1)??``,n)}function Kt(e,t=()=>!0){let n=[],r=[],i=e=>{if(M(e))for(let t of qt(e))r.push(t),i(e[t]),r.pop();else t(e)&&n.push([...r])};return i(e),n}function qt(e){return Object.getOwnPropertyNames(e).filter(t=>typeof e[t]!=`function`)}function P(e,t){let n=e;for(let e of t)if(!M(n)||!Object.hasOwn(n,e)||(n=n[e],e===`toJSON`&&typeof n==`function`))return;return n}function F(e,t,n=0){if(n>er)throw I();for(let r of Object.keys(t)){let i=t[r];if(i===void 0)continue;let a=Object.hasOwn(e,r)&&e[r];M(a)&&M(i)?F(a,i,n+1):Gt(e,r,Jt(i,n+1))}}function Jt(e,t){if(t>er)throw I();if(Array.isArray(e))return e.map(e=>Jt(e,t+1));if(!M(e))return e;let n={};return F(n,e,t),n}function I(e){return new z(`TOO_DEEP`,`Tables or lists are nested too deep.`,`Make them flatter.`,e)}function Yt(e,t,n){let r={},i=/* @__PURE__ */ new Map;for(let a of Object.keys(t))try{let n=Xt(a,e),o=n&&t[a];if(!n||o===void 0)continue;let s=It(Zt(o),t),c=s===null?null:Qt(s);F(r,n.reduceRight((e,t)=>({[t]:e}),c)),i.set(j(n),{name:a,keys:n,written:s,value:c})}catch(e){if(!(e instanceof z))throw e;n(e)}return{table:r,variables:i}}function Xt(e,t){if(!e.startsWith(`${t}__`))return;let n=e.slice(t.length+2).toLowerCase().split(`__`);if(n.every(e=>e!==``))return n;throw new z(`INVALID_VARIABLE`,`The environment variable ${JSON.stringify(e)} names no key.`,`Unset it.`)}function Zt(e){return e.replace(/\\(?:[ntr\\"]|x([\da-fA-F]{2})|u[\da-fA-F]{4})/g,(e,t)=>JSON.parse(`"${t?`\\u00${t}`:e}"`))}function Qt(e){let t=e.toLowerCase();if(t===`true`)return!0;if(t===`false`)return!1;if(/^(0|-?[1-9]\d*)$/.test(e)){let t=Number(e);return Number.isSafeInteger(t)?t:BigInt(e)}if(/^(nan|-?inf|-?0\.0)$/.test(e))return Number(e.replace(`inf`,`Infinity`));if(!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(e))return e;let n=Number(e);return n!==0&&$t(n)===e?n:e}function $t(e){let t=Math.abs(e);return t>=1e-4&&t<0x2386f26fc10000?Number.isInteger(e)?`${e}.0`:String(e):e.toExponential().replace(/e([+-])(\d)$/,`e$10$2`)}function L({files:e,environment:t,overrides:n,borrowed:r},i){let a=j(i),o=r.get(a);if(o)return{origin:o};if(P(n,i)!==void 0)return{origin:{kind:`override`}};if(P(t.table,i)!==void 0){let{variables:e}=t,n=e.get(a)??[...e].find(([e])=>e.startsWith(`${a}.`))?.[1];return{...n,origin:{kind:`variable`,name:n?.name??a}}}let s=e.findLast(({table:e})=>P(e,i)!==void 0);if(!s)return{origin:{kind:`default`}};let{line:c,written:l}=s.placeOf(i);return{origin:{kind:`file`,path:s.path,line:c},value:P(s.table,i),written:l}}function en({files:e,environment:t,overrides:n},r){return[...e,t,{table:n}].map(({table:e})=>P(e,r)).findLast(e=>e!==void 0)}function tn(e){return e.kind===`file`?{path:e.path,line:e.line}:void 0}function nn(e,t,{onReference:n,report:r}){let i=/* @__PURE__ */ new Map,a=[],o=0,s=t=>{let n=P(e,t);if(typeof n!=`string`||!n.includes("${"))return n;let r=j(t),o=i.get(r);if(o)throw o;if(i.has(r))return n;if(a.includes(r))throw Bt(`REFERENCE_CYCLE`,a,r);if(a.length>=nr)throw new z(`REFERENCE_TOO_DEEP`,`It leads over too many references.`,`Refer to the last of them.`);a.push(r);let s=c(n,t);return a.pop(),i.set(r,void 0),N(e,t,s),s},c=(e,t)=>{let n=e;for(let e=0;e<10;e+=1){let e=``,r=n.replace(tr,(r,i)=>{let a=l(i,t);if(r===n?e=a:o+=an(a).length,o>1e7)throw zt();return an(a)});if(typeof e!=`string`)return e;if(r===n)break;n=r}return n},l=(e,t)=>{let r=rn(e),i=s(r),a=i!==void 0&&!M(i);return n(t,r,a),a?i:``};for(let e of t)try{s(e)}catch(t){if(!(t instanceof z))throw t;for(let e of a.splice(0))i.set(e,t);r(e,t)}}function rn(e){try{return A(e)}catch{return[e]}}function an(e){return e instanceof Date?e.toISOString():Array.isArray(e)?JSON.stringify(e,(e,t)=>typeof t==`bigint`?String(t):t):String(e)}function on(e){return{env:e.env??Mt(),prefix:e.envPrefix??`KEYFOLD`}}function sn(e,t,n){let{env:r,prefix:i}=on(e),a={files:t,environment:Yt(i,r,n.report),overrides:e.overrides??{},borrowed:/* @__PURE__ */ new Map},o={};if(F(o,e.defaults??{}),i===`KEYFOLD`){let e=cn(a,r);F(o,un(e)),e||ln(t)}dn(o,a);let s=new ir(e.schema),c=(e,{code:t,message:r,tip:i})=>{let{origin:o}=L(a,e),s=o.kind===`variable`?` (${o.name})`:``;n.report(new z(t,`${j(e)}${s}: ${r}`,i,tn(o)))},l=Kt(o,Rt);for(let e of l){let t=(t,r)=>n.onVariable?.(e,t,r);try{N(o,e,It(P(o,e),r,t))}catch(t){if(!(t instanceof z))throw t;c(e,t)}}nn(o,l,{report:c,onReference(e,t,r){s.has(t,P(o,t))&&s.add(e);let{origin:i}=L(a,t);k(i)&&!k(L(a,e).origin)&&a.borrowed.set(j(e),i),n.onReference?.(e,t,r)}});for(let e of l){let t=P(o,e);typeof t==`string`&&N(o,e,Lt(t))}let u=[`cloud`,`use_local_secrets`];return i===`KEYFOLD`&&typeof P(o,u)!=`boolean`&&c(u,new z(`INVALID_CONFIG`,`It is neither true nor false.`,`Write true or false.`)),{values:o,layers:a,secrets:s,prefix:i}}function cn(e,t){let n=t=>en(e,[`cloud`,t]),r=t=>k(L(e,[`cloud`,t]).origin);return n(`use_local_secrets`)??!(n(`url`)&&(n(`token`)||n(`token_file`)||!r(`url`)&&(!r(`identity`)&&n(`identity`)||Ft(t))))}function ln(e){let t=P(e.find(k)?.table,[`context`]);M(t)&&delete t.secrets}function un(e){return{cloud:{use_local_secrets:e,url:`http://127.0.0.1:4250`,token:``,request_timeout_seconds:30},context:{secrets:{}}}}function dn(e,{files:t,environment:n,overrides:r}){for(let n of t)F(e,n.table);fn(P(e,[`context`,`secrets`]),P(n.table,[`context`,`secrets`])),F(e,n.table),F(e,r)}function fn(e,t){if(M(e)&&M(t))for(let n of Object.keys(e)){let r=n.toLowerCase();r!==n&&Object.hasOwn(t,r)&&delete e[n]}}function pn({path:e=[]}){return e.map(e=>String(typeof e==`object`?e.key:e))}function mn(e,t){return hn(t,e)?`it does not fit`:t}function hn(e,t){if(typeof t==`object`&&t)return Object.values(t).some(t=>hn(e,t));if(typeof t==`boolean`||t===``)return!1;let n=String(t);return n.length<4?e.split(/[^\w.-]+/).includes(n):e.includes(n)}function*gn(e,t){let{values:n}=t;if(!e)return n;let r=/* @__PURE__ */ new Set,i=yield e[`~standard`].validate(n);for(let a=0;i.issues&&a<or;){let o=i.issues.map(yn).find(e=>e!==``&&!r.has(e));if(o===void 0)break;r.add(o);let s=_n(o,t).slice(0,ar);for(let t=1;t<1<<s.length;t+=1){vn(t,s,n);let r=yield e[`~standard`].validate(n);if(a+=1,!r.issues?.some(e=>bn(o,yn(e)))){i=r;break}vn(0,s,n)}}if(i.issues)throw xn(i.issues,t);return i.value}function _n(e,{values:t,layers:n}){return[...n.environment.variables.values()].filter(({keys:r,value:i,written:a})=>i!==a&&Object.is(P(t,r),i)&&P(n.overrides,r)===void 0&&bn(e,j(r)))}function vn(e,t,n){t.forEach(({keys:t,value:r,written:i},a)=>{N(n,t,e&1<<a?i:r)})}function yn(e){return j(pn(e))}function bn(e,t){return`${t}.`.startsWith(`${e}.`)}function xn(e,t){let n=e.map(e=>Sn(e,t));return new z(`INVALID_CONFIG`,`${n.length} ${n.length===1?`setting doesn't`:`settings don't`} fit the schema:${n.map(({text:e})=>`\n  ${e}`).join(``)}`,`Correct them or the schema.`,n.length===1?n[0]?.place:void 0)}function Sn(e,{values:t,layers:n,secrets:r,prefix:i}){let a=pn(e),o=j(a),s=a;for(;P(t,s)===void 0;)s=s.slice(0,-1);let c=r.has(a,P(t,a))?`it does not fit`:mn(P(t,s),e.message);if(a.length===0)return{text:c};if(s.length<a.length&&M(P(t,s)))return{text:`${o}, which nothing sets: ${c} (in a file, or by ${[i,...a.map(e=>e.toUpperCase())].join(`__`)})`};let{origin:l}=L(n,s);return{text:`${o} (${jt(l)}): ${c}`,place:tn(l)}}function Cn(e,t,n=[]){let r=Array.isArray(e);if(r||M(e)&&!Object.isFrozen(e)){for(let i of Object.keys(e)){let a=e[i];typeof a==`object`&&Cn(a,t,[...n,r?`[]`:i])}r||wn(e,t,n),Object.freeze(e)}}function wn(e,t,n){if(Object.defineProperty(e,lr,{value:(r,i,a)=>a(R(e,t,n,!1),i)}),Object.hasOwn(e,`toJSON`))for(let t of Object.keys(e))Object.defineProperty(e,t,{enumerable:!1});else Object.defineProperty(e,"toJSON",{value:()=>R(e,t,n,!0)})}function R(e,t,n,r){return M(e)?Object.fromEntries(qt(e).map(i=>[i,R(e[i],t,[...n,i],r)])):e!==``&&t.has(n,e)?sr:typeof e==`string`?e.replace(cr,`$1${sr}@`):Array.isArray(e)?e.map(e=>R(e,t,[...n,`[]`],r)):r&&typeof e==`bigint`?String(e):e}function Tn(e,t){let n=0,r=1,i=t=>{t.lastIndex=n;let i=t.exec(e)?.[0]??``;return n+=i.length,r+=i.split(`
`).length-1,i},a=()=>{do i(/[\s,]*/y);while(i(/#[^\n]*/y));return e.charAt(n)},o=()=>{let t=n,r=i(/"""|'''|["']/y);if(r){let t=r.startsWith(`'`)?/[^']*/y:/[^"\\]*/y;for(i(t);n<e.length&&!e.startsWith(r,n);i(t))i(/\\?./sy);n+=r.length,r.length>1&&i(/["']*/y)}return e.slice(t,n)},s=()=>{let e=[];do{a();let t=o();e.push(t?Et(`key = ${t}`).key:i(/[\w-]*/y))}while(i(/[ \t]*[.=\]]+/y).endsWith(`.`));return e},c=e=>{let s=a();if(i(/[[{]/y)){let t=s===`[`?c:l;for(;!`]}`.includes(a());)t(e);n+=1}else if(!o()){let n=i(/[^,\]}#\n]*/y).trim();t.bareValue?.(e,r,n)}},l=e=>{let n=[...e,...s()];t.key?.(n,r),c(n)},u=[];for(;a();)i(/\[+/y)?(u=s(),t.key?.(u,r)):l(u)}function En(e){let t=/* @__PURE__ */ new Map;return Tn(e,{key(e,n){for(let r=e.length;r>0;--r){let i=j(e.slice(0,r));if(t.has(i))break;t.set(i,{line:n})}},bareValue(e,n,r){t.set(j(e),{line:n,...t.get(j(e)),written:r})}}),t}function Dn(e){let t=On(e);t===void 0||fr.has(e.path)||(fr.add(e.path),process.emitWarning(t,{code:`KEYFOLD_CONFIG_READABLE`}))}function On({path:e,mode:t,table:n}){if(t&63&&process.platform!==`win32`&&(kn(P(n,[`context`,`secrets`]))||kn(P(n,[`cloud`,`token`]))))return`${e} holds secrets and other users can read it. Keep it to yourself: chmod 600 ${e}`}function kn(e){return M(e)?Object.values(e).some(kn):e!==void 0&&e!==``&&!(typeof e==`string`&&/^\$(\w+|\{[^}]*\})$/.test(e))}function An(e){let[t=1,n=1]=e;return t*n===64770||t===0!=(n===0)}function jn(e){let t=/^\d{4}-\d\d-\d\d/.exec(e)?.[0];return t!==void 0&&new Date(t).toJSON()?.slice(0,10)!==t}function Mn(e,t){let n;try{n=Et(e,{integersAsBigInt:`asNeeded`,maxDepth:100})}catch(n){throw Pn(n,e,t)}return mr.test(e)&&Nn(e,t),n}function Nn(e,t){Tn(e,{bareValue:(e,n,r)=>{let i=jn(r);if(i||pr.test(r))throw new z(i?`INVALID_TOML`:`INEXACT_DATE`,`${j(e)} is ${i?`not a day of its month`:`finer than milliseconds`}.`,`Correct it or quote it.`,{path:t,line:n})}})}function Pn(e,t,n){if(!(e instanceof C))return I({path:n});let{line:r,column:i}=e,a={path:n,line:r,column:i},o=(e.message.split(`
`)[0]??``).replace(`Invalid TOML document: `,``);if(o.includes(`excessively nested`))return I(a);let[s,c]=Fn(t,r,i)?[`The value is a string without quotes.`,`Quote it: KEY = "VALUE"`]:[`This is not TOML: ${o}.`,`See https://toml.io for its rules.`];return new z(`INVALID_TOML`,s,c,a)}function Fn(e,t,n){let r=(e.split(`
`)[t-1]??``).slice(0,n+100);return/^[^=]*=\s*$/.test(r.slice(0,n-1))&&/^[^\s\d"'[\]{}#=,]/.test(r.slice(n-1))}function*In({path:e,required:t},n){for(let r=0;r<gr;r+=1)try{let t=yield n.open(e);try{let r=yield n.stat(t);Ln(r,e);let i=Buffer.allocUnsafe(r.size+1),a=0,o;do a+=o=yield n.read(t,i.subarray(a));while(o>0&&a<r.size);if(Rn(r,yield n.stat(t),a))return zn(i.subarray(0,a),r,e)}finally{yield n.close(t)}}catch(n){if(n instanceof z)throw n;let{code:r}=n;if(r!==`ENOENT`&&r!==`ENOTDIR`)throw Bn(n,e);if(!t)return;throw new z(`FILE_NOT_FOUND`,`There is no such file.`,`Create it, or correct its name.`,{path:e})}throw new z(`FILE_CHANGED`,`The file changed each time it was read.`,`Write another and rename it.`,{path:e})}function Ln(e,t){if(!e.isFile())throw new z(`NOT_A_FILE`,`This is not a regular file.`,`Name a TOML file.`,{path:t});if(e.size>hr)throw new z(`FILE_TOO_LARGE`,`The file is larger than 32 MiB.`,`Make it smaller.`,{path:t})}function Rn(e,t,n){return e.size===n&&t.size===n&&e.mtimeMs===t.mtimeMs}function zn(e,{mode:t},n){let r=e.toString(`utf8`),i=An(e),a=e.equals(Buffer.from(r));if(!i&&a)return new dr(n,r,Mn(r,n),t&511);let o=i?void 0:r.slice(0,r.indexOf(`�`)).split(`
`).length;throw new z(`INVALID_UTF8`,`The file is ${i?`UTF-16`:`not UTF-8`}.`,`Save it as UTF-8.`,{path:n,line:o})}function Bn(e,t){let{code:n}=e;return new z(`FILE_UNREADABLE`,`It can't be read (${n}).`,`Let this program read it.`,{path:t})}function Vn(e){let t=e.next();for(;!t.done;){if(t.value instanceof Promise)throw t.value.catch(()=>{}),new z(`ASYNC_SCHEMA`,`The schema returns a promise.`,`Use loadConfigAsync.`);t=e.next(t.value)}return t.value}async function Hn(e){let t=e.next();for(;!t.done;)t=await Promise.resolve(t.value).then(t=>e.next(t),t=>e.throw(t));return t.value}function Un(e={}){return Gn(e,Wn(e))}function Wn(e){return Vn(Yn(e,vr))}function Gn(e,t){return Vn(Xn(e,t))}async function Kn(e={}){return Hn(Xn(e,await Hn(Yn(e,yr))))}function qn(e){let{env:t,prefix:n}=on(e);return e.files?.map(e=>({path:e,required:!0}))??Jn(t,n)}function Jn(e,t){return[{path:Pt(e,t),required:!!e[`${t}_CONFIG`]},{path:`${t.toLowerCase()}.toml`,required:!1}]}function*Yn(e,t){let n=[];for(let r of qn(e)){let e=yield*In(r,t);e&&n.push(e)}return n}function*Xn(e,t){for(let e of t)Dn(e);let n=sn(e,t,{report(e){throw e}});return new ur(yield*gn(e.schema,n),n.layers,n.secrets)}var Zn,z,B,Qn,$n,er,tr,nr,rr,ir,ar,or,sr,cr,lr,ur,dr,fr,pr,mr,hr,gr,_r,vr,yr,br=h((()=>{kt(),Zn=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{At(e,`KeyfoldError`)}},z=class e extends Zn{constructor(e,t,n,r){let i=r?`${[r.path,r.line,r.column].filter(Boolean).join(`:`)}: `:``;super(e,i+t,n),Object.assign(this,r)}static{At(e,`ConfigError`)}},B=e(`/`)(`node:fs`),Qn=`/var/run/secrets/keyfold/token`,$n=/(?:^|(?!^)\.)(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^."']+))/gy,er=200,tr=/(?<!\\)\$\{([^${}]+)\}/g,nr=500,rr=/(?<![a-z])(secrets?|passw(or)?ds?|token|(api|private).?keys?|credentials?)(?![a-z])/i,ir=class{#e=/* @__PURE__ */ new Set;#t;constructor(e){this.#t=e}add(e){this.#e.add(j(e))}has(e,t){let[n,r]=e;if(n===`context`&&r===`secrets`)return e.length>2;let i=/string|object/.test(typeof t)&&rr.test(e.join().replace(/[A-Z]+(?![a-z])|[A-Z]/g,`_$&`));return i||this.#n(),i||this.#e.has(j(e))}#n(){let e=this.#t;this.#t=void 0;let t=(e,n)=>{if(M(e)){(e.writeOnly||e.format===`password`)&&this.add(n);for(let[r,i]of Object.entries(e.properties??{}))t(i,[...n,r]);t(e.items,[...n,`[]`]);for(let r of[e.anyOf,e.oneOf,e.allOf].flat())t(r,n)}};try{t(e?.[`~standard`].jsonSchema?.output({target:`draft-2020-12`}),[])}catch{}}},ar=5,or=200,sr=`<secret>`,cr=/(:\/\/[^/?#:@]*:)[^\s/?#]+@/g,lr=Symbol.for(`nodejs.util.inspect.custom`),ur=class{values;#e;#t;constructor(e,t,n){Cn(e,n),this.values=e,this.#e=t,this.#t=n,Object.freeze(this)}get(e){return P(this.values,A(e))}has(e){return P(this.values,A(e))!==void 0}origin(e){return this.has(e)?L(this.#e,A(e)).origin:void 0}written(e){let t=A(e),n=P(this.values,t),r=L(this.#e,t);return typeof n!=`string`&&Object.is(r.value,n)?r.written??void 0:void 0}paths(){return Kt(this.values).map(j)}isSecret(e){let t=A(e);return this.#t.has(t,P(this.values,t))}},dr=class{path;table;mode;#e;#t;constructor(e,t,n,r){this.path=e,this.table=n,this.mode=r,this.#e=t}placeOf(e){return this.#t??=En(this.#e),this.#t.get(j(e))??{line:1}}equals(e){return e!==void 0&&this.#e===e.#e}},fr=/* @__PURE__ */ new Set,pr=/:\d\d\.\d{3}\d*[1-9]/,mr=/:\d\d\.\d{4}|-(29|3\d)/,hr=33554432,gr=3,_r=B.constants.O_RDONLY|B.constants.O_NONBLOCK,vr={open:e=>B.openSync(e,_r),stat:e=>B.fstatSync(e),read:(e,t)=>B.readSync(e,t),close:B.closeSync},yr={open:e=>B.promises.open(e,_r),stat:e=>e.stat(),read:async(e,t)=>(await e.read(t)).bytesRead,close:e=>e.close()}})),xr=/* @__PURE__ */ g({ConfigError:()=>z,KeyfoldError:()=>Zn,formatOrigin:()=>jt,loadConfig:()=>Un,loadConfigAsync:()=>Kn,userConfigPath:()=>Pt,watchConfig:()=>Sr});function Sr(e,t){let n=/* @__PURE__ */ new Map,r=Wn(e),i=Gn(e,r),a,o,s=!1,c=()=>{if(!s)try{u();let n=Wn(e);if(n.length===r.length&&n.every((e,t)=>e.equals(r[t]))&&a===void 0)return;i=Gn(e,n),r=n,a=void 0,t(i)}catch(e){if(!(e instanceof z))throw e;if(a===e.message)return;a=e.message,t(i,e)}},l=()=>{clearTimeout(o),o=setTimeout(c,Er),o.unref()},u=()=>{let t=new Set(qn(e).flatMap(({path:e})=>wr(e)));for(let[e,r]of n)t.has(e)||(r.close(),n.delete(e));for(let e of t){if(n.has(e))continue;let t=Cr(e,l);t.on(`error`,()=>{n.delete(e),t.close(),l()}),n.set(e,t)}},d=()=>{s=!0,clearTimeout(o);for(let e of n.values())e.close();n.clear()};return u(),{get config(){return i},close:d,[Symbol.dispose]:d}}function Cr(e,t){try{return B.watch(e,{persistent:!1},t)}catch(t){throw Bn(t,e)}}function wr(e){let t=[],n=a(e);for(let e=r(n);e!==n;n=e,e=r(e)){let r=Tr(e);r!==void 0&&(t.length===0||B.lstatSync(n,{throwIfNoEntry:!1})?.isSymbolicLink())&&t.push(r)}let i=Tr(e);return i===void 0?t:[...t,r(i)]}function Tr(e){try{return B.realpathSync(e)}catch{return}}var Er,Dr=h((()=>{br(),Er=50})),Or=/* @__PURE__ */ g({checkLoginName:()=>Fr,findLogin:()=>kr,findNamedLogin:()=>Nr,listNamedLogins:()=>Pr,listOrigins:()=>Ar,removeLogin:()=>Mr,removeNamedLogin:()=>Lr,saveLogin:()=>jr,saveNamedLogin:()=>Ir});function kr(e,t){return H(V(t)).unnamed.get(e)}function Ar(e){return[...H(V(e)).unnamed.keys()].sort()}function jr(e,t,n){let[r,i]=[Rr(e),se(t)];U(V(n),({unnamed:e})=>e.set(r,i))}function Mr(e,t){let n=V(t);return H(n).unnamed.has(e)?U(n,({unnamed:t})=>t.delete(e)):!1}function Nr(e,t){return H(V(t)).named.get(e)}function Pr(e){let{named:t}=H(V(e));return[...t].map(([e,{origin:t}])=>({name:e,origin:t})).sort((e,t)=>e.name<t.name?-1:1)}function Fr(e){if(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(e))return e;throw new y(`INVALID_OPTIONS`,`This is no name of a login.`,`It begins with a letter or a digit, has . _ @ and - beside those, and at most 64 characters.`)}function Ir(e,t,n,r){Fr(e);let i={origin:Rr(t),token:se(n)};U(V(r),({named:t})=>t.set(e,i))}function Lr(e,t){let n=V(t);return H(n).named.has(e)?U(n,({named:t})=>t.delete(e)):!1}function Rr(e){return oe(e,`A login needs the URL of a server of http or https.`).origin}function V(e){return i(r(nt(e)),`logins.json`)}function H(e){let t=Br(e);if(t===void 0)return{unnamed:/* @__PURE__ */ new Map,named:/* @__PURE__ */ new Map};if(t.length>qr)throw W(e);let{version:n,logins:r,named:i={}}=Object(Vr(t,e));if(n!==1||!zr(r)||!zr(i))throw W(e);let a=(t,n)=>{let r=Object(t)[n];if(typeof r!=`string`)throw W(e);return r};return{unnamed:new Map(Object.entries(r).map(([e,t])=>[e,a(t,`token`)])),named:new Map(Object.entries(i).map(([e,t])=>[e,{origin:a(t,`origin`),token:a(t,`token`)}]))}}function zr(e){return typeof e==`object`&&!!e}function Br(e){try{return l(e,`utf8`)}catch(t){if(t.code===`ENOENT`)return;throw Kr(e,t)}}function Vr(e,t){try{return JSON.parse(e)}catch{throw W(t)}}function U(e,t){try{return s(r(e),{recursive:!0,mode:448}),Ur(`${e}.lock`,()=>{let n=H(e),r=t(n);return Hr(e,n),r})}catch(t){throw t instanceof y?t:Kr(e,t)}}function Hr(e,t){let n=Object.fromEntries([...t.unnamed].map(([e,t])=>[e,{token:t}])),r=t.named.size===0?{}:{named:Object.fromEntries(t.named)},i=JSON.stringify({version:1,logins:n,...r},null,2),a=`${e}.${crypto.randomUUID()}`;try{p(a,`${i}\n`,{mode:384,flag:`wx`,flush:!0}),u(a,e)}finally{d(a,{force:!0})}}function Ur(e,t){for(;!Wr(e);)Gr(e)?d(e,{force:!0}):Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,Jr);try{return t()}finally{d(e,{force:!0})}}function Wr(e){try{return p(e,``,{mode:384,flag:`wx`}),!0}catch(e){if(e.code===`EEXIST`)return!1;throw e}}function Gr(e){let t=f(e,{throwIfNoEntry:!1})?.mtimeMs;return t!==void 0&&Math.abs(Date.now()-t)>Yr}function W(e){return new y(`INVALID_LOGINS`,`${e} is not a file of logins.`,`Put it right, or move it away and log in again with: keyfold login URL`)}function Kr(e,t){let n=String(t?.code??`no reason given`);return new y(`LOGINS_UNAVAILABLE`,`${e} could not be read or written (${n}).`,`Check that its folder is yours and has room.`)}var qr,Jr,Yr,Xr=h((()=>{rt(),b(),qr=1048576,Jr=5,Yr=1e4})),Zr=/* @__PURE__ */ g({readIdentity:()=>Qr});async function Qr(e,t,n=globalThis.fetch){let[,r,i=``]=/^(file|env):(.+)$/s.exec(e)??[];if(e===`github`)return ei(await $r(t,n),`GitHub`);if(r===`file`)return ei(fi(i),`The file ${i}`);if(r===`env`)return ei(et()[i]??``,`The variable ${i}`);throw new y(`INVALID_OPTIONS`,`cloud.identity is none of github, file:PATH and env:NAME.`,`Set it to where this program's signed token comes from, or leave it out.`)}async function $r(e,t){let{ACTIONS_ID_TOKEN_REQUEST_URL:n=``,ACTIONS_ID_TOKEN_REQUEST_TOKEN:r}=et(),i=URL.canParse(n)?new URL(n):void 0;if(!i||!r||!(i.protocol===`https:`||ie(i.hostname)))return``;i.searchParams.set(`audience`,e);try{let e={accept:`application/json`,authorization:`Bearer ${r}`},n=AbortSignal.timeout(ti),a=await t(i.href,{headers:e,signal:n,redirect:`manual`});return a.status===200?JSON.parse(await a.text())?.value:``}catch{return``}}function ei(e,t){if(typeof e==`string`&&e.length<=ni&&/^[\w-]+\.[\w-]+\.[\w-]+$/.test(e))return e;throw new y(`IDENTITY_UNAVAILABLE`,`${t} has no signed token for this program.`,t===`GitHub`?`Give the job the permission id-token: write. If it has that, GitHub did not sign one just now: run the job again.`:`Have the platform write it there, with the server's public_url as its audience.`)}var ti,ni,ri=h((()=>{Di(),b(),rt(),ti=1e4,ni=16384})),ii=/* @__PURE__ */ g({connectByConfiguration:()=>pi,n:()=>fi,t:()=>Ei});function ai(e){let t=e?.path??``;return a(t)===a(`keyfold.toml`)}function oi(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:Ci.existsSync(wi)?`file:${wi}`:void 0}function si(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function ci(e){let t=Ti.get(e)??li(e);return Ti.set(e,t),t}function li(e){let t=t=>String(e.get(t)??``),n=n=>ai(e.origin(n))?``:t(n),r=e.get(`cloud.use_local_secrets`)!==!1,i=t(`cloud.token`),a=n(`cloud.token_file`),o=a!==``&&(i===``||i.startsWith(`keyfold_run_`)),s=oi(et()),c=n(`cloud.trust`),l=n(`cloud.identity`)||c&&s||void 0;return{secretsAreLocal:r,reason:ui(e,r),url:t(`cloud.url`),isUrlOfFolder:ai(e.origin(`cloud.url`)),get token(){return(o?fi(a):void 0)??(i||void 0)},identity:l,foundIdentity:s,get trust(){return this.token===void 0&&l&&c||void 0},isTokenOfFolder:!o&&ai(e.origin(`cloud.token`)),tokenFile:o?a:void 0,allowInsecureHttp:e.get(`cloud.allow_insecure_http`)===!0&&!ai(e.origin(`cloud.allow_insecure_http`)),timeoutMs:Number(e.get(`cloud.request_timeout_seconds`)??30)*1e3}}function ui(e,t){if(di(e,`cloud.use_local_secrets`))return`${G(e,`cloud.use_local_secrets`)} is ${t}`;if(di(e,`cloud.url`)){let n=t?`, but nothing sets a token or an identity for it`:``;return`${G(e,`cloud.url`)} sets a server${n}`}return di(e,`cloud.token`)?`${G(e,`cloud.token`)} is set, but no cloud.url`:`the configuration sets no server`}function di(e,t){return(e.origin(t)?.kind??`default`)!=="default"}function G(e,t){return`${t} (${si(e.origin(t))})`}function fi(e){try{return Ci.readFileSync(e,`utf8`).trim()||void 0}catch{return}}async function pi(e){let t=e.config??(await Promise.resolve().then(()=>(Dr(),xr))).loadConfig(),n=ci(t),r=e.url||n.url,i=!e.token&&n.token===void 0&&n.identity!==void 0;if(!e.url&&n.isUrlOfFolder&&(i||await mi(r)===void 0))throw vi(t);let a=ae(r,e.url?`The client's option url`:G(t,`cloud.url`),e.allowInsecureHttp??n.allowInsecureHttp),{origin:o}=a,s=t=>t&&hi(n,o)&&gi(t,o,e),c=e.token||_i(n,o,t)||s(n.identity)||await mi(r)||s(n.foundIdentity);if(!c)throw bi(o);let l=e.timeoutMs===void 0?_(n.timeoutMs,G(t,`cloud.request_timeout_seconds`)):_(e.timeoutMs,`The client's option timeoutMs`);return{endpoint:a,token:typeof c==`string`?se(c):c,timeoutMs:l}}async function mi(e){if(!URL.canParse(e))return;let{findLogin:t}=await Promise.resolve().then(()=>(Xr(),Or));return t(new URL(e).origin)}function hi({url:e},t){return URL.canParse(e)&&new URL(e).origin===t}function gi(e,t,{fetch:n}){return async()=>{let{readIdentity:r}=await Promise.resolve().then(()=>(ri(),Zr));return r(e,t,n)}}function _i(e,t,n){let{token:r,isTokenOfFolder:i}=e;if(r===void 0||!hi(e,t))return``;if(i)throw yi(n);return r}function vi(e){return new y(`UNTRUSTED_URL`,`${G(e,`cloud.url`)} names a server that you have not logged in to. Nothing was sent to it.`,`If you trust this folder and that server: keyfold login URL. Or set KEYFOLD__CLOUD__URL to another.`)}function yi(e){return new y(`UNTRUSTED_TOKEN`,`${G(e,`cloud.token`)} is the token of whoever wrote that file: what you set would be theirs. It was not used.`,`Take it out of there; use keyfold login URL, or KEYFOLD__CLOUD__TOKEN.`)}function bi(e){return new y(`NO_TOKEN`,`There is no token for ${e}.`,`Log in (keyfold login ${e}), or set KEYFOLD__CLOUD__TOKEN with KEYFOLD__CLOUD__URL, or give the client both.`)}var xi,Si,Ci,wi,Ti,Ei,Di=h((()=>{rt(),b(),xi=Object.defineProperty,Si=(e,t)=>{let n={};for(var r in e)xi(n,r,{get:e[r],enumerable:!0});return t||xi(n,Symbol.toStringTag,{value:`Module`}),n},Ci=e(`/`)(`node:fs`),wi=`/var/run/secrets/keyfold/token`,Ti=/* @__PURE__ */ new WeakMap,Ei=/* @__PURE__ */ Si({connectByConfiguration:()=>pi})}));b();const Oi={now:()=>Date.now(),after(e,t){let n=setTimeout(t,e);return()=>clearTimeout(n)}};var K=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};const ki=new K(`
    query Access($name: String!) {
  access(name: $name) {
    kind
    id
    name
    through
  }
}
    `),Ai=new K(`
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
    `),ji=new K(`
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
    `),Mi=new K(`
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
    `),Ni=new K(`
    mutation CreateToken($input: createTokenInput!) {
  createToken(input: $input) {
    id
    token
    role
    expiresAt
  }
}
    `),Pi=new K(`
    mutation CreateTrust($input: createTrustInput!) {
  createTrust(input: $input) {
    id
  }
}
    `),Fi=new K(`
    mutation DeleteSecret($input: deleteSecretInput!) {
  deleteSecret(input: $input) {
    success
  }
}
    `),Ii=new K(`
    mutation DeleteTrust($input: deleteTrustInput!) {
  deleteTrust(input: $input) {
    success
  }
}
    `),Li=new K(`
    mutation DescribeSecret($input: describeSecretInput!) {
  describeSecret(input: $input) {
    success
  }
}
    `),Ri=new K(`
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
    `),zi=new K(`
    mutation EndRun($input: endRunInput!) {
  endRun(input: $input) {
    success
  }
}
    `),Bi=new K(`
    mutation ExtendRun($input: extendRunInput!) {
  extendRun(input: $input) {
    id
    expiresAt
  }
}
    `),Vi=new K(`
    query Folders($where: folder_bool_exp, $limit: Int, $after: String) {
  folders(where: $where, limit: $limit, after: $after) {
    folder
    secrets
  }
}
    `),Hi=new K(`
    mutation OpenRun($input: openRunInput!) {
  openRun(input: $input) {
    id
    token
    expiresAt
  }
}
    `),Ui=new K(`
    mutation RestoreSecret($input: restoreSecretInput!) {
  restoreSecret(input: $input) {
    success
    version
  }
}
    `),Wi=new K(`
    mutation RevokeToken($input: revokeTokenInput!) {
  revokeToken(input: $input) {
    success
  }
}
    `),Gi=new K(`
    mutation RollbackSecret($input: rollbackSecretInput!) {
  rollbackSecret(input: $input) {
    success
    version
  }
}
    `),Ki=new K(`
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
    `),qi=new K(`
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
    `),Ji=new K(`
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
    `),Yi=new K(`
    query SecretNames($limit: Int, $offset: Int) {
  secret(order_by: {name: asc}, limit: $limit, offset: $offset) {
    name
  }
}
    `),Xi=new K(`
    query SecretValue($name: String!) {
  secretValue(name: $name)
}
    `),Zi=new K(`
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
    `),Qi=new K(`
    query Secrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int) {
  secret(where: $where, order_by: $orderBy, limit: $limit, offset: $offset) {
    name
    version
    createdAt
    updatedAt
    updatedBy
  }
}
    `),$i=new K(`
    mutation SetSecret($input: setSecretInput!) {
  setSecret(input: $input) {
    success
    version
  }
}
    `),ea=new K(`
    mutation SetSecrets($input: [setSecretInput!]!) {
  setSecrets(input: $input) {
    success
    versions
  }
}
    `),ta=new K(`
    query Teams($limit: Int, $offset: Int) {
  teams(limit: $limit, offset: $offset) {
    id
    name
    createdAt
  }
}
    `),na=new K(`
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
    `),ra=new K(`
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
    `),ia=new K(`
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
    `),aa=new K(`
    mutation UseSecret($input: useSecretInput!) {
  useSecret(input: $input) {
    value
  }
}
    `),oa=new K(`
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
    `),sa={attempts:4,minDelayMs:100,maxDelayMs:5e3};function ca(e){if(e===!1)return{...sa,attempts:1};let{attempts:t=sa.attempts,minDelayMs:n=sa.minDelayMs,maxDelayMs:r=sa.maxDelayMs}=e??{},i=e=>Number.isFinite(e)&&e>=0;if(Number.isInteger(t)&&t>=1&&i(n)&&i(r))return{attempts:t,minDelayMs:n,maxDelayMs:r};throw new y(`INVALID_OPTIONS`,`The client's option retry is not valid.`,`attempts is a whole number from 1; minDelayMs and maxDelayMs are milliseconds from 0.`)}function la(e,{minDelayMs:t,maxDelayMs:n},r){return r*Math.min(n,t*2**Math.min(e-1,60))}var ua=class{#e=20;take(){return this.#e<1?!1:(--this.#e,!0)}earn(){this.#e=Math.min(20,this.#e+.1)}};function da(e,t){let n=e?.trim()??``;if(/^\d+$/.test(n))return Number(n)*1e3;if(!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(n))return;let r=Date.parse(n.endsWith(`GMT`)?n:`${n} GMT`);return Number.isNaN(r)?void 0:Math.max(0,r-t)}function fa(e){return`docs/${e}`}function pa(e){return fa(`errors/${e}.md`)}var q=class extends Error{error;repeat;retryAfterMs;constructor(e,t=`never`,n){super(e.message),this.error=e,this.repeat=t,this.retryAfterMs=n}};const ma=/* @__PURE__ */ new Set([429,500,502,503,504]),ha={401:`UNAUTHENTICATED`,403:`FORBIDDEN`,413:`LIMIT_EXCEEDED`,429:`RATE_LIMITED`};function ga(e,t,n){let{status:r,retryAfterMs:i}=e;return new q(_a(e,t,n)??va(r,t),ma.has(r)?`if-repeatable`:`never`,i)}function J(e,t,n){return new y(`INVALID_RESPONSE`,`${e} did not answer as a Keyfold server does: ${t}.`,`Check that the URL, with its path, is a Keyfold server's, and what stands between it and you.`,n)}function _a({status:e,errors:t},n,r){let i=Array.isArray(t)?t[0]:void 0,{message:a,extensions:o}=Object(i),{code:s,tip:c}=Object(o);if(e===404||typeof a!=`string`||typeof s!=`string`||!/^[A-Z][A-Z0-9_]{1,60}$/.test(s))return;let l=typeof c==`string`&&c!==``?ya(c,r):Ea(s);return new y(s,ya(a,r),l,e,n)}function va(e,t){let n=ha[e]??(e>=500?`SERVER_UNREACHABLE`:`INVALID_RESPONSE`);return n===`INVALID_RESPONSE`?J(t,e===200?`its error has no code`:`it answered HTTP ${e}`,e):new y(n,`${t} answered HTTP ${e}.`,Ea(n),e)}function ya(e,t){let n=e.replaceAll(t??/keyfold_run_[\w-]+/g,`<token>`).replace(/\p{Cc}+/gu,` `).slice(0,1e3);return n===`No value found for the requested key`?`There is no secret of this name.`:n}const ba=/* @__PURE__ */ new Set([`ECONNREFUSED`,`ENOTFOUND`,`EAI_AGAIN`,`ENETUNREACH`,`EHOSTUNREACH`,`EADDRNOTAVAIL`,`UND_ERR_CONNECT_TIMEOUT`,`ConnectionRefused`,`FailedToOpenSocket`]),xa=/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/;function Sa(e,t){let n=Ca(e),r=n===void 0?``:` (${n})`;return(n===void 0?wa(e):xa.test(n))?new q(new y(`SERVER_UNREACHABLE`,`The certificate of ${t} was not accepted${r}. Nothing was sent.`,`Check that the URL has the name that the certificate is for; NODE_EXTRA_CA_CERTS adds an authority of your own.`)):new q(new y(`SERVER_UNREACHABLE`,`There was no answer from ${t}${r}.`,`Check that the server runs, and the URL's scheme, host and port; keyfold doctor looks into it.`),ba.has(n??``)?`always`:`if-repeatable`)}function Ca(e){let t=e;for(let e=0;e<5&&typeof t==`object`&&t;e+=1){let{code:e,cause:n,errors:r}=t;if(typeof e==`string`&&/^\w{3,60}$/.test(e))return e;t=n??(Array.isArray(r)?r[0]:void 0)}}function wa(e){return e instanceof Error&&/certificate/i.test(`${e.message} ${String(e.cause)}`)}const Ta={UNAUTHENTICATED:`Log in again, or use a token that has neither expired nor been revoked.`,FORBIDDEN:`Use a token of a role that may do this.`,NOT_FOUND:`See what is there with: keyfold secret list.`,RUN_ENDED:`Open a new run; extend a long one before it expires.`,RUN_EXPIRED:`Open a new run; extend a long one before it expires.`,NAME_NOT_ALLOWED:`Add the name to the list with which the run is opened.`,BAD_INPUT:`Compare the request with the server's schema.`,LIMIT_EXCEEDED:`Send less in one request.`,RATE_LIMITED:`Send fewer requests, or try again in a second.`,LIST_TIMEOUT:`Narrow the list by its filters, or read it in pages that go on behind a row.`,ISSUER_UNAVAILABLE:`Try again; the server's operator can see in its log why the issuer can't be asked.`,AUDIT_UNAVAILABLE:`The server's operator has to look at its audit log; /readyz says which part is not ready.`,DATABASE_UNAVAILABLE:`The server's operator has to look at its database; /readyz says which part is not ready.`,VAULT_UNAVAILABLE:`The server's operator has to look at its vault; /readyz says which part is not ready.`,DECRYPTION_FAILED:`The server's operator has to check its master key and its database.`,KEY_USED_UP:`The server's operator has to give the team a new data key: keyfold-server rotate-key --data-keys.`,CONFLICT:`Look at what is there already, then try again.`,INTERNAL:`The server's log says more, under the id of the request.`,SERVER_UNREACHABLE:`Try again, and see whether the server runs; keyfold doctor looks into it.`};function Ea(e){return Ta[e]??`See ${pa(e)}.`}const Da=268435456;async function Oa({fetch:e,clock:t},{endpoint:n,token:r},{document:i,variables:a},o){let{origin:s}=n,c=typeof r==`string`?r:await ka(r),l,{status:u,data:d,errors:f}=await Aa(new Ve(n.href,{excludeOperationName:!0,errorPolicy:`all`,jsonSerializer:{stringify:ja,parse:JSON.parse},fetch:async(r,i)=>{let{response:a,text:s}=await Na(e,n,{method:`POST`,headers:{accept:`application/json`,authorization:`Bearer ${c}`,"content-type":`application/json`},body:String(i?.body),signal:o});l=da(a.headers.get(`retry-after`),t.now());let{ok:u,status:d}=a;return{ok:u,status:d,headers:a.headers,text:async()=>s}}}),i,a,s);if((Array.isArray(f)?f.length>0:f)||u<200||u>299)throw ga({status:u,errors:f,retryAfterMs:l},s,c);if(typeof d==`object`&&d)return d;throw new q(J(s,`it has no data`,u))}async function ka(e){try{return await e()}catch(e){throw e instanceof y?new q(e):e}}async function Aa(e,t,n,r){try{return await e.rawRequest({query:t,...n?{variables:n}:{}})}catch(e){if(e instanceof q)throw e;let{status:t,errors:n}=Object(e?.response);if(t!==void 0)return{status:t,errors:n};throw new q(J(r,`the answer is not one of GraphQL`))}}function ja(e){try{return JSON.stringify(e,Ma)}catch{throw new q(new y(`BAD_INPUT`,`The variables hold something that is not JSON. Nothing was sent.`,`Numbers must be finite, a bigint a string, a Map an object; reveal() what is redacted.`))}}function Ma(e,t){let n=Object(this)[e];if(typeof t==`number`&&!Number.isFinite(t)||typeof t==`function`||typeof t==`symbol`||t===void 0&&Array.isArray(this)||t instanceof Map||t instanceof Set||ArrayBuffer.isView(t)||typeof Object(n).reveal==`function`)throw TypeError(`not JSON`);return t}async function Na(e,t,n){let{origin:r}=t,i=t;for(let t=0;;t+=1){let a=await Pa(e,i,n),o=Ia(a,i);if(o===void 0)return{response:a,text:await Fa(a,r)};if(await a.body?.cancel().catch(()=>{}),t===5)throw new q(J(r,`it redirects in a circle`,a.status));i=o}}async function Pa(e,t,n){try{return await e(t.href,{...n,redirect:`manual`})}catch(e){throw Sa(e,t.origin)}}async function Fa(e,t){let n;try{n=await Ra(e)}catch(e){throw Sa(e,t)}if(n!==void 0)return n;throw new q(J(t,`the answer is too long, or no text`,e.status))}function Ia(e,t){let{origin:n}=t,r=e.url?new URL(e.url).origin:n;if(e.type===`opaqueredirect`||r!==n)throw La(n,e.status);let i=e.headers.get(`location`);if(![301,302,303,307,308].includes(e.status)||i===null)return;let a=URL.canParse(i,t.href)?new URL(i,t):void 0;if(a?.origin!==n)throw La(n,e.status);if(e.status<307)throw new q(J(n,`the API has moved`,e.status));return a}function La(e,t){return new q(new y(`CROSS_ORIGIN_REDIRECT`,`${e} redirects to another origin, which the token was not given for. Nothing was sent there.`,`If the server has moved, set its new URL and log in there.`,t))}async function Ra(e){if(Number(e.headers.get(`content-length`)??0)>Da){await e.body?.cancel();return}if(!e.body){let t=await e.text();return t.length>Da?void 0:t}let t=e.body.getReader(),n=new TextDecoder(`utf-8`,{fatal:!0}),r=``,i=0;for(;;){let{done:e,value:a}=await t.read();if(e)break;i+=a.byteLength;let o=i>Da?void 0:za(n,a);if(o===void 0){await t.cancel();return}r+=o}let a=za(n);return a===void 0?void 0:r+a}function za(e,t){try{return t?e.decode(t,{stream:!0}):e.decode()}catch{return}}var Ba=class{signal;lastError;#e;#t;#n;constructor(e,t,n,r){let i=new AbortController;this.signal=i.signal,this.#e=e,this.#t=e.now()+t;let a=()=>i.abort(r?.reason),o=e.after(t,()=>i.abort(Va(t,n,this.lastError)));r?.addEventListener(`abort`,a,{once:!0}),r?.aborted&&a(),this.#n=()=>{o(),r?.removeEventListener(`abort`,a)}}hasTimeFor(e){return this.#e.now()+e<this.#t}until(e){let{signal:t}=this;return new Promise((n,r)=>{let i=()=>r(t.reason);t.aborted&&i(),t.addEventListener(`abort`,i,{once:!0}),e.then(n,r).finally(()=>t.removeEventListener(`abort`,i))})}async wait(e){let t=()=>{},n=new Promise(n=>{t=this.#e.after(e,n)});await this.until(n).finally(()=>t())}close(){this.#n()}};function Va(e,t,n){let r=n?` The last attempt: ${n.message}`:``;return new y(`TIMEOUT`,`There was no answer from ${t} within ${e/1e3} s.${r}`,`See whether the server is overloaded or far away; cloud.request_timeout_seconds or timeoutMs gives it longer.`)}function Y(e,t,n,r){let i=Object.hasOwn(e,t)?e[t]:void 0,a=Array.isArray(i)&&i.every(Ha);if({object:Ha(i),list:a,value:i!==void 0}[n]&&i!==void 0)return i;throw J(r,`its ${t} is missing, or not what the schema says`)}function Ha(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}function Ua(e,t,n){let r=new Map(t.map(e=>[e.name,e]));return e.map(e=>{let{value:t,error:i}=r.get(e)??{};if(i)return{name:e,error:Wa(i,n)};if(t!==void 0)return{name:e,value:t};throw J(n,`a name that was asked for has no answer`)})}function Wa({code:e,message:t},n){if(typeof e==`string`&&typeof t==`string`)return{code:e,message:ya(t)};throw J(n,`the error of a name is not what the schema says`)}function Ga(){return globalThis.process?.env??{}}const Ka=/^(?:https?|all)_proxy$/i;function qa(){return globalThis.navigator?.userAgent?.startsWith(`Node.js/`)??!1}let Ja;const Ya=async(e,t)=>!qa()&&!(ie(new URL(String(e)).hostname)&&Object.keys(Ga()).some(e=>Ka.test(e)))?globalThis.fetch(e,t):(Ja??=(await Promise.resolve().then(()=>($e(),Ue))).httpFetch,Ja(e,t));let Xa=!1;function Za(){Xa||Ga().NODE_TLS_REJECT_UNAUTHORIZED!==`0`||(Xa=!0,process.emitWarning(`NODE_TLS_REJECT_UNAUTHORIZED is 0: the certificates of servers are not checked, so whoever is on the way can read the token and the values. NODE_EXTRA_CA_CERTS adds an authority of your own.`,{code:`KEYFOLD_TLS_UNVERIFIED`}))}function Qa(e,{clock:t,random:n}){let r={fetch:e.fetch??Ya,policy:ca(e.retry),budget:new ua,clock:t,random:n},i,a=async()=>{Za(),i??=ro(e);try{return await i}catch(e){throw i=void 0,e}},o=async({signal:e,timeoutMs:n},i)=>{e?.throwIfAborted();let o=await a(),{origin:s}=o.endpoint,c=new Ba(t,n===void 0?o.timeoutMs:_(n,`The call's option timeoutMs`),s,e);try{return await i(e=>io(r,o,e,c),s)}finally{c.close()}};return async(e,t)=>{let n=/* @__PURE__ */ Error();try{return await o(e,t)}catch(e){throw re(e,n.stack),e}}}const $a=1e3;function X(e,t,n,r,i={}){return e(i,async(e,i)=>Y(await e({document:String(t),variables:r,repeatable:!1}),n,`object`,i))}function Z(e,t,n,r,i,a={}){return e(a,async(e,a)=>Y(await e({document:String(t),variables:i,repeatable:!0}),n,r,a))}function eo(e,t,n,r,i,a={}){return e(a,async(e,a)=>{let o=async t=>e({document:String(t),variables:i,repeatable:!0});try{return Y(await o(t),n,`list`,a)}catch(e){let t=`after`in i&&i.after!=null;if(!(e instanceof y)||e.code!==`BAD_INPUT`||t)throw e;return Y(await o(r.document),n,`list`,a).map(r.complete)}})}function to(e,t={}){return e(t,async(e,t)=>{let n=/* @__PURE__ */ new Set;for(let r=0;;r+=$a){let i=Y(await e({document:String(Yi),variables:{limit:$a,offset:r},repeatable:!0}),`secret`,`list`,t);for(let{name:e}of i)n.add(e);if(i.length<$a)return[...n]}})}function no(e,t,n={}){return e(n,async(e,n)=>{if(t.length===0)return[];let r={names:[...t]};return Ua(t,Y(await e({document:String(Zi),variables:r,repeatable:!0}),`secretValues`,`list`,n),n)})}async function ro(e){let{url:t,token:n,timeoutMs:r}=e;if(e.config||!t||!n){let t=await Promise.resolve().then(()=>(Di(),ii)).then(e=>e.t).catch(()=>void 0);if(t)return t.connectByConfiguration(e);throw new y(`INVALID_OPTIONS`,`The client has no url or no token, and this runtime has no files that a configuration could be in.`,`Give createClient both.`)}return{endpoint:ae(t,`The client's option url`,e.allowInsecureHttp??!1),token:se(n),timeoutMs:_(r??3e4,`The client's option timeoutMs`)}}async function io(e,t,n,r){let{policy:i,budget:a}=e;for(let o=1;;o+=1)try{let i=await r.until(Oa(e,t,n,r.signal));return a.earn(),i}catch(t){if(!(t instanceof q))throw t;r.lastError=t.error;let s=la(o,i,e.random())+(t.retryAfterMs??0);if(!((t.repeat===`always`||t.repeat===`if-repeatable`&&n.repeatable)&&o<i.attempts&&r.hasTimeFor(s)&&a.take()))throw t.error;await r.wait(s)}}const ao={admin:[`admin`,`runner`],editor:[`editor`],runner:[`runner`],auditor:[`auditor`]},oo={document:na,complete:e=>({...e,grants:ao[e.role].map(e=>({role:e,names:null,runSeconds:null,uses:null})),createdBy:null})},so={document:Ki,complete:e=>({...e,names:null,folder:null,uses:null,openedById:null})},co={document:Ai,complete:e=>({asked:null,label:null,version:null,address:null,agent:null,detail:null,...e})};var lo=class{#e;constructor(e){this.#e=e}setSecret(e,t){return X(this.#e,$i,`setSecret`,{input:e},t)}setSecrets(e,t){return X(this.#e,ea,`setSecrets`,{input:e},t)}deleteSecret(e,t){return Z(this.#e,Fi,`deleteSecret`,`object`,{input:e},t)}restoreSecret(e,t){return X(this.#e,Ui,`restoreSecret`,{input:e},t)}describeSecret(e,t){return Z(this.#e,Li,`describeSecret`,`object`,{input:e},t)}rollbackSecret(e,t){return X(this.#e,Gi,`rollbackSecret`,{input:e},t)}secretNames(e){return to(this.#e,e)}secrets(e={},t){return e.after==null?Z(this.#e,Qi,`secret`,`list`,e,t):this.describedSecrets(e,t)}describedSecrets(e={},t){return Z(this.#e,Ri,`secret`,`list`,e,t)}folders(e={},t){return Z(this.#e,Vi,`folders`,`list`,e,t)}async secret(e,t){let[n]=await Z(this.#e,Ji,`secret`,`list`,{name:e},t);return n}secretValue(e,t){return Z(this.#e,Xi,`secretValue`,`value`,{name:e},t)}secretValues(e,t){return no(this.#e,e,t)}async useSecret(e,t){return(await X(this.#e,aa,`useSecret`,{input:e},t)).value}openRun(e={},t){return X(this.#e,Hi,`openRun`,{input:e},t)}extendRun(e,t){return Z(this.#e,Bi,`extendRun`,`object`,{input:e},t)}endRun(e,t){return Z(this.#e,zi,`endRun`,`object`,{input:e},t)}runs(e={},t){return eo(this.#e,qi,`runs`,so,e,t)}whoami(e){return Z(this.#e,oa,`whoami`,`object`,{},e)}access(e,t){return Z(this.#e,ki,`access`,`list`,{name:e},t)}createTeam(e,t){return X(this.#e,Mi,`createTeam`,{input:e},t)}teams(e={},t){return Z(this.#e,ta,`teams`,`list`,e,t)}createToken(e,t){return X(this.#e,Ni,`createToken`,{input:e},t)}tokens(e={},t){return eo(this.#e,ra,`tokens`,oo,e,t)}revokeToken(e,t){return Z(this.#e,Wi,`revokeToken`,`object`,{input:e},t)}createTrust(e,t){return X(this.#e,Pi,`createTrust`,{input:e},t)}trusts(e){return Z(this.#e,ia,`trusts`,`list`,{},e)}deleteTrust(e,t){return Z(this.#e,Ii,`deleteTrust`,`object`,{input:e},t)}auditEvents(e={},t){return eo(this.#e,ji,`auditEvents`,co,e,t)}request(e,t,n={}){let r=String(e),i=!/\bmutation\b/.test(r);return this.#e(n,e=>e({document:r,variables:t,repeatable:i}))}};function uo(e={}){return new lo(Qa(e,{clock:Oi,random:Math.random}))}Dr();function fo(e){let t=t=>(e[`INPUT_${t.toUpperCase()}`]??``).trim(),n=[...po(t(`env`),`env`,`value`),...po(t(`files`),`files`,`file`)],r=n.map(({variable:e})=>e),i=r.find((e,t)=>r.indexOf(e)!==t);if(i)throw Q(`The variable ${i} is set twice.`,`Give each variable one secret.`);let a={url:t(`url`),named:n,allow:mo(t(`allow`)),folder:t(`folder`)||void 0,ttlSeconds:Number(t(`ttl-seconds`)||3600),label:t(`label`)||void 0,trust:t(`trust`)||void 0};if(a.url===``)throw Q(`There is no url.`,`Give the server's address.`);if(n.length+a.allow.length===0)throw Q(`There is no secret.`,`Name some in env, files or allow.`);if(!Number.isInteger(a.ttlSeconds))throw Q(`ttl-seconds is no whole number.`,`Give it in seconds.`);return a}function po(e,t,n){return mo(e).map((e,r)=>{let[,i,a]=/^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/u.exec(e)??[];if(i===void 0||a===void 0)throw Q(`Line ${r+1} of ${t} is not a variable and a secret's name.`,`Write VARIABLE=secret name.`);return{variable:i,name:a,as:n}})}function mo(e){return e.split(`
`).map(e=>e.trim()).filter(e=>e!==``)}function Q(e,t){return new v(`BAD_INPUT`,e,t)}(class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{ho(e,`KeyfoldError`)}});function ho(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function go(e,t=` `){let{message:n=String(e),tip:r}=Object(e);return r?`${n}${t}${r}`:n}function _o(e){let{code:t}=Object(e);return typeof t==`string`?t:``}const vo=/* @__PURE__ */ new Uint8Array(256);for(let e of` 	
\v\f\r"'+\``)vo[e.charCodeAt(0)]=1;for(let e of`[]{},:`)vo[e.charCodeAt(0)]=2;function yo(e){if(!/^\s*[[{]/.test(e))return;let t=[];try{return JSON.parse(e,(e,n,r)=>{typeof n==`string`?t.push(n):typeof n==`number`&&t.push(r?.source??String(n))}),t.filter(bo)}catch{return}}function bo(e){return e.length>=16||e.length>=6&&!/^(?:(?:[A-Z]?[a-z]+|[A-Z]+)?\d*(?:[-_.:/@]{1,3}|$))+$/.test(e)}function xo(e,t){let n=t.replaceAll(`%`,`%25`).replaceAll(`\r`,`%0D`).replaceAll(`
`,`%0A`);process.stdout.write(`::${e}::${n}\n`)}function So(e){for(let t of[e,...yo(e)??[]])t.trim()!==``&&xo(`add-mask`,t)}function $(e,t,n){Do(e,`GITHUB_ENV`,t,n)}function Co(e,t,n){Do(e,`GITHUB_STATE`,t,n)}function wo(e,t){return e[`STATE_${t}`]??``}function To(e){xo(`warning`,e)}async function Eo(e){try{await e()}catch(e){xo(`error`,go(e)),process.exitCode=1}}function Do(e,t,n,r){let i=`keyfold-${m()}`;o(e[t]??``,`${n}<<${i}\n${r}\n${i}\n`)}async function Oo(e){Co(e,`step`,`main`);let t=fo(e),n=await ko(e,t);So(n.token);for(let[r,i]of Object.entries({url:t.url,run:n.id,token:n.token}))Co(e,r,i);t.named.length>0&&await Ao(e,t,uo({url:t.url,token:n.token})),t.allow.length>0&&Mo(e,t.url,n.token)}async function ko(e,{url:t,trust:n=``,named:r,allow:i,...a}){let o=Un({env:e,files:[],overrides:{cloud:{url:t,identity:`github`,trust:n,token:``,token_file:``}}}),{folder:s=null,label:c=null,ttlSeconds:l}=a,u=[.../* @__PURE__ */ new Set([...r.map(({name:e})=>e),...i])];return uo({config:o}).openRun({folder:s,label:c,ttlSeconds:l,allow:u,trust:n||null})}async function Ao(e,{named:t},n){let r=[...new Set(t.map(({name:e})=>e))],a=await n.secretValues(r),o=a.flatMap(({name:e,error:t})=>t?[`${JSON.stringify(e)} (${t.code})`]:[]);if(o.length>0)throw Po(o);let s=new Map(a.map(({name:e,value:t})=>[e,No(t)]));for(let e of s.values())So(e);let c=t.find(({name:e,as:t})=>t===`value`&&s.get(e)?.includes(`\0`));if(c)throw Fo(c.name);let l;for(let{variable:n,name:r,as:a}of t){let t=s.get(r)??``;a===`file`?(l??=jo(e),p(i(l,n),t,{mode:384,flag:`wx`}),$(e,n,i(l,n))):$(e,n,t)}}function jo(e){let t=c(i(e.RUNNER_TEMP||n(),`keyfold-`));return Co(e,`folder`,t),t}function Mo(e,t,n){$(e,`KEYFOLD__CLOUD__URL`,t),$(e,`KEYFOLD__CLOUD__TOKEN`,n),$(e,`KEYFOLD__CLOUD__USE_LOCAL_SECRETS`,`false`)}function No(e){return typeof e==`string`?e:JSON.stringify(e)}function Po(e){return new v(`SECRETS_UNAVAILABLE`,`These secrets can't be read: ${e.join(`, `)}.`,`See keyfold access NAME for who can read one, and keyfold audit for what was refused.`)}function Fo(e){return new v(`NOT_A_VARIABLE`,`The value of ${JSON.stringify(e)} holds a NUL.`,`Give it under files.`)}const Io=/* @__PURE__ */ new Set([`RUN_ENDED`,`RUN_EXPIRED`]);function Lo(e){return Io.has(_o(e))}function Ro(e){return wo(e,`step`)!==``}async function zo(e){let[t,n,r,i]=[`url`,`run`,`token`,`folder`].map(t=>wo(e,t));if(i&&d(i,{recursive:!0,force:!0}),t&&n&&r)try{await uo({url:t,token:r}).endRun({id:n})}catch(e){Lo(e)||To(`The run could not be ended. ${go(e)}`)}}const Bo=te();await Eo(()=>Ro(Bo)?zo(Bo):Oo(Bo));export{};
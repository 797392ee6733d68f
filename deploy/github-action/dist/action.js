import{homedir as e,tmpdir as t}from"node:os";import{dirname as n,join as r,resolve as i}from"node:path";import{appendFileSync as a,closeSync as o,constants as s,existsSync as c,fstatSync as l,lstatSync as u,mkdirSync as d,mkdtempSync as f,openSync as p,promises as m,readFileSync as ee,realpathSync as te,renameSync as ne,rmSync as h,statSync as re,watch as ie,writeFileSync as ae}from"node:fs";import{randomUUID as oe}from"node:crypto";var se=Object.defineProperty,g=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},_=(e,t)=>{let n={};for(var r in e)se(n,r,{get:e[r],enumerable:!0});return t||se(n,Symbol.toStringTag,{value:`Module`}),n};function ce(){return process.env}function le(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function ue(e,t=``){e instanceof v&&(e.stack=[String(e),...t.split(`
`).slice(2)].join(`
`))}function de(e){return e===`localhost`||e===`::1`||e===`[::1]`||ge.test(e)}function fe(e,t,n){let r=pe(e,t);if(r.username!==``||r.password!==``)throw new y(`INVALID_URL`,`${t} holds a user name or a password.`,`Take them out of it, and give the token as the token.`);if(r.protocol===`http:`&&!n&&!de(r.hostname))throw new y(`INSECURE_URL`,`${t} is plain http to another machine, where the token and the values could be read on the way.`,`Use https. In a network that you trust, allow it by name: allowInsecureHttp: true, or cloud.allow_insecure_http = true.`);r.search=``,r.hash=``;let i=r.pathname.replace(/\/+$/,``);return r.pathname=i.endsWith(`/graphql`)?i:`${i}/graphql`,r}function pe(e,t){let n=URL.canParse(e)?new URL(e):void 0;if(n&&/^https?:$/.test(n.protocol))return n;throw new y(`INVALID_URL`,`${t} is not a URL of http or https.`,`Give the server's address, for example https://keyfold.example.`)}function me(e){if(/^[\x21-\x7e]+$/.test(e))return e;throw new y(`INVALID_TOKEN`,`The token holds a character that no token of Keyfold has.`,`A line break or a space at its end is a common reason: trim it.`)}function he(e,t){if(e>0&&e<=_e)return e;throw new y(`INVALID_OPTIONS`,`${t} is not a time that a call may take.`,`Give a number above 0, and at most 24 days.`)}var v,y,ge,_e,b=g((()=>{v=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{le(e,`KeyfoldError`)}},y=class e extends v{constructor(e,t,n,r,i){super(e,t,n),r!==void 0&&(this.status=r),i!==void 0&&(this.origin=i)}static{le(e,`ClientError`)}},ge=/^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/,_e=2**31-1})),ve=class e extends Error{response;request;constructor(t,n){let r=`${e.extractMessage(t)}: ${JSON.stringify({response:t,request:n})}`;super(r),Object.setPrototypeOf(this,e.prototype),this.response=t,this.request=n,typeof Error.captureStackTrace==`function`&&Error.captureStackTrace(this,e)}static extractMessage(e){return e.errors?.[0]?.message??`GraphQL Error (Code: ${String(e.status)})`}};const ye=e=>e.toUpperCase(),be=e=>typeof e==`function`?e():e,xe=(e,t)=>e.map((e,n)=>[e,t[n]]),x=e=>{let t={};return e instanceof Headers?t=Se(e):Array.isArray(e)?e.forEach(([e,n])=>{e&&n!==void 0&&(t[e]=n)}):e&&(t=e),t},Se=e=>{let t={};return e.forEach((e,n)=>{t[n]=e}),t},Ce=e=>{try{let t=e();return Te(t)?t.catch(e=>we(e)):t}catch(e){return we(e)}},we=e=>e instanceof Error?e:Error(String(e)),Te=e=>typeof e==`object`&&!!e&&`then`in e&&typeof e.then==`function`&&`catch`in e&&typeof e.catch==`function`&&`finally`in e&&typeof e.finally==`function`,Ee=e=>{throw Error(`Unhandled case: ${String(e)}`)},S=e=>typeof e==`object`&&!!e&&!Array.isArray(e),De=(e,t)=>e.documents?e:{documents:e,requestHeaders:t,signal:void 0},Oe=(e,t,n)=>e.query?e:{query:e,variables:t,requestHeaders:n,signal:void 0},ke={},Ae=`Content-Type`,je=`application/json`,Me=e=>e.replace(/([\s,]|#[^\n\r]+)+/g,` `).trim(),Ne=e=>{let t=e.toLowerCase();return t.includes(`application/graphql-response+json`)||t.includes(`application/json`)},Pe=e=>{try{if(Array.isArray(e))return{_tag:`Batch`,executionResults:e.map(Fe)};if(S(e))return{_tag:`Single`,executionResult:Fe(e)};throw Error(`Invalid execution result: result is not object or array. \nGot:\n${String(e)}`)}catch(e){return e}},Fe=e=>{if(typeof e!=`object`||!e)throw Error(`Invalid execution result: result is not object`);let t,n,r;if(`errors`in e){if(!S(e.errors)&&!Array.isArray(e.errors))throw Error(`Invalid execution result: errors is not plain object OR array`);t=e.errors}if(`data`in e){if(!S(e.data)&&e.data!==null)throw Error(`Invalid execution result: data is not plain object`);n=e.data}if(`extensions`in e){if(!S(e.extensions))throw Error(`Invalid execution result: extensions is not plain object`);r=e.extensions}return{data:n,errors:t,extensions:r}},Ie=e=>e._tag===`Batch`?e.executionResults.some(Le):Le(e.executionResult),Le=e=>Array.isArray(e.errors)?e.errors.length>0:!!e.errors,Re=e=>typeof e==`object`&&!!e&&`kind`in e&&e.kind===ke.OPERATION_DEFINITION,ze=e=>{let t,n=e.definitions.filter(Re);return n.length===1&&(t=n[0].name?.value),t},Be=e=>{let t=!1,n=e.definitions.filter(Re);return n.length===1&&(t=n[0].operation===`mutation`),t},Ve=(e,t)=>{let n=typeof e==`string`||`kind`in e?e:String(e),r=typeof n==`string`?n:(void 0)(n),i=!1,a;if(t)return{expression:r,isMutation:i,operationName:a};let o=Ce(()=>typeof n==`string`?(void 0)(n):n);return o instanceof Error?{expression:r,isMutation:i,operationName:a}:(a=ze(o),i=Be(o),{expression:r,operationName:a,isMutation:i})},He=JSON,Ue=async e=>{let t={...e,method:e.request._tag===`Single`?e.request.document.isMutation?`POST`:ye(e.method??`post`):e.request.hasMutations?`POST`:ye(e.method??`post`),fetchOptions:{...e.fetchOptions,errorPolicy:e.fetchOptions.errorPolicy??`none`}},n=await Ke(t.method)(t),r=await n.text(),i;try{i=Ge(r,n.headers.get(Ae),e.fetchOptions.jsonSerializer??He)}catch(e){i=e}let a={status:n.status,headers:n.headers,body:r};if(!n.ok)return i instanceof Error?new ve({...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables}):new ve(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});if(i instanceof Error)throw i;if(Ie(i)&&t.fetchOptions.errorPolicy===`none`)return new ve(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});switch(i._tag){case`Single`:return{...a,...We(t)(i.executionResult)};case`Batch`:return{...a,data:i.executionResults.map(We(t))};default:Ee(i)}},We=e=>t=>({extensions:t.extensions,data:t.data,errors:e.fetchOptions.errorPolicy===`all`?t.errors:void 0}),Ge=(e,t,n)=>t&&Ne(t)?Pe(n.parse(e)):Pe(e),Ke=e=>async t=>{let n=new Headers(t.headers),r=null,i;n.has(`Accept`)||n.set(`Accept`,[`application/graphql-response+json`,je].join(`, `)),e===`POST`?(i=(t.fetchOptions.jsonSerializer??He).stringify(qe(t)),typeof i==`string`&&!n.has(`Content-Type`)&&n.set(Ae,je)):r=Je(t);let a={method:e,headers:n,body:i,...t.fetchOptions},o=new URL(t.url),s=a;if(t.middleware){let{url:e,...n}=await Promise.resolve(t.middleware({...a,url:t.url,operationName:t.request._tag===`Single`?t.request.document.operationName:void 0,variables:t.request.variables}));o=new URL(e),s=n}return r&&r.forEach((e,t)=>{o.searchParams.append(t,e)}),await(t.fetch??fetch)(o,s)},qe=e=>{switch(e.request._tag){case`Single`:return{query:e.request.document.expression,variables:e.request.variables,operationName:e.request.document.operationName};case`Batch`:return xe(e.request.query,e.request.variables??[]).map(([e,t])=>({query:e,variables:t}));default:throw Ee(e.request)}},Je=e=>{let t=e.fetchOptions.jsonSerializer??He,n=new URLSearchParams;switch(e.request._tag){case`Single`:return n.append(`query`,Me(e.request.document.expression)),e.request.variables&&n.append(`variables`,t.stringify(e.request.variables)),e.request.document.operationName&&n.append(`operationName`,e.request.document.operationName),n;case`Batch`:{let r=e.request.variables?.map(e=>t.stringify(e))??[],i=e.request.query.map(Me),a=xe(i,r).map(([e,t])=>({query:e,variables:t}));return n.append(`query`,t.stringify(a)),n}default:throw Ee(e.request)}};var Ye=class{url;requestConfig;constructor(e,t={}){this.url=e,this.requestConfig=t}rawRequest=async(...e)=>{let[t,n,r]=e,i=Oe(t,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Ve(i.query,u),m=await Ue({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...x(be(a)),...x(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:n,url:this.url}),m instanceof Error)throw m;return m};async request(e,...t){let[n,r]=t,i=Xe(e,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Ve(i.document,u),m=await Ue({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...x(be(a)),...x(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:i.variables,url:this.url}),m instanceof Error)throw m;return m.data}async batchRequests(e,t){let n=De(e,t),{headers:r,excludeOperationName:i,...a}=this.requestConfig;n.signal!==void 0&&(a.signal=n.signal);let o=n.documents.map(({document:e})=>Ve(e,i)),s=o.map(({expression:e})=>e),c=o.some(({isMutation:e})=>e),l=n.documents.map(({variables:e})=>e),u=await Ue({url:this.url,request:{_tag:`Batch`,operationName:void 0,query:s,hasMutations:c,variables:l},headers:{...x(be(r)),...x(n.requestHeaders)},fetch:this.requestConfig.fetch??globalThis.fetch,method:this.requestConfig.method||`POST`,fetchOptions:a,middleware:this.requestConfig.requestMiddleware});if(this.requestConfig.responseMiddleware&&await this.requestConfig.responseMiddleware(u,{operationName:void 0,variables:l,url:this.url}),u instanceof Error)throw u;return u.data}setHeaders(e){return this.requestConfig.headers=e,this}setHeader(e,t){let{headers:n}=this.requestConfig;return n?n[e]=t:this.requestConfig.headers={[e]:t},this}setEndpoint(e){return this.url=e,this}};const Xe=(e,t,n)=>e.document?e:{document:e,variables:t,requestHeaders:n,signal:void 0};var Ze=/* @__PURE__ */ _({httpFetch:()=>at});async function Qe(e){let t=e===`https:`?`node:https`:`node:http`;return process.getBuiltinModule?.(t)??await import(t)}function $e(e,{Agent:t}){if(!de(e.hostname))return;let n=rt.get(e.protocol)??new t({keepAlive:!0});return rt.set(e.protocol,n),n}async function et(e,t){try{return await t()}catch(t){throw e?.aborted?e.reason:TypeError(`fetch failed`,{cause:t})}}function tt(e){let t=async()=>void e.destroy();return{cancel:t,getReader:()=>{let n=e[Symbol.asyncIterator]();return{read:()=>n.next(),cancel:t}}}}async function nt(e){let t=[],n=0;for await(let r of e){if(n+=r.length,n>it)throw Error(`The response has more than ${it} bytes.`);t.push(r)}return new TextDecoder(`utf-8`,{fatal:!0}).decode(Buffer.concat(t))}var rt,it,at,ot=g((()=>{b(),rt=/* @__PURE__ */ new Map,it=268435456,at=(async(e,t={})=>{let n=new URL(e instanceof URL?e:String(e)),r=await Qe(n.protocol),i=$e(n,r),{signal:a,method:o=`GET`,body:s}=t;return et(a,async()=>{let e=await new Promise((e,c)=>{let l=t.headers,u=r.request(n,{method:o,headers:l,...i?{agent:i}:{},...a?{signal:a}:{}});u.hasHeader(`user-agent`)||u.setHeader(`user-agent`,`node`),u.on(`response`,e),u.on(`error`,c),u.end(s??void 0)}),c=e.statusCode??0;return{ok:c>=200&&c<300,status:c,url:n.href,headers:{get:t=>e.headers[t.toLowerCase()]?.toString()??null},body:tt(e),text:()=>et(a,()=>nt(e))}})})}));function C(){return process.env}function st(t){return t.HOME||t.USERPROFILE||e()}function ct(e=C(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||r(st(e),`.${t.toLowerCase()}`,`config.toml`)}var lt=g((()=>{}));
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
function ut(e,t){let n=e.slice(0,t).split(/\r?\n/);return[n.length,n.pop().length+1]}function dt(e,t,n){let r=e.split(/\r?\n/),i=``,a=(Math.log10(t+1)|0)+1;for(let e=t-1;e<=t+1;e++){let o=r[e-1];o&&(i+=e.toString().padEnd(a,` `),i+=`:  `,i+=o,i+=`
`,e===t&&(i+=` `.repeat(a+n+2),i+=`^
`))}return i}var w,T=g((()=>{w=class e extends Error{line;column;codeblock;constructor(e,t){let[n,r]=ut(t.toml,t.ptr),i=dt(t.toml,n,r);super(`Invalid TOML document: ${e}\n\n${i}`,t),this.line=n,this.column=r,this.codeblock=i}static x(t,n,r){throw new e(t,{toml:n.s,ptr:r??n.p})}}}));
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
function ft(e){let t=e.p,n=e.s.charCodeAt(e.p++),r=n,i=n===39,a=n===e.s.charCodeAt(e.p)&&n===e.s.charCodeAt(e.p+1);a&&((n=e.s.charCodeAt(e.p+=2))===10?e.p++:n===13&&e.s.charCodeAt(e.p+1)===10&&(e.p+=2));let o=``,s=e.p,c=0;for(;e.p<e.s.length;e.p++)if(n=e.s.charCodeAt(e.p),a&&(n===10||n===13&&e.s.charCodeAt(e.p+1)===10))c&&=3;else if(n<32&&n!==9||n===127)w.x(`control characters are not allowed in strings`,e);else if((!c||c===3)&&n===r&&(!a||e.s.charCodeAt(e.p+1)===r&&e.s.charCodeAt(e.p+2)===r)){if(a&&(e.s.charCodeAt(e.p+3)===r&&e.p++,e.s.charCodeAt(e.p+3)===r&&e.p++),!c){let t=e.s.slice(s,e.p);o=o?o+t:t}return e.p+=a?3:1,o}else if(!c)!i&&n===92&&(o+=e.s.slice(s,s=e.p),c=1);else if(c===1){if(n===120||n===117||n===85){let t=e.p++-1,r=0,i=n===120?2:n===117?4:8;for(let t=0;t<i;t++,e.p++){let t=e.s.charCodeAt(e.p),n=t>=48&&t<=57?t-48:t>=65&&t<=70?t-65+10:t>=97&&t<=102?t-97+10:-1;n<0&&w.x(`invalid non-hex character in unicode escape`,e),r=r<<4|n}(r<0||r>1114111||r>=55296&&r<=57343)&&w.x(`invalid unicode escape`,e,t),o+=String.fromCodePoint(r),s=e.p--,c=0}else a&&(n===32||n===9)?c=2:(n===98?o+=`\b`:n===116?o+=`	`:n===110?o+=`
`:n===102?o+=`\f`:n===114?o+=`\r`:n===101?o+=`\x1B`:n===34?o+=`"`:n===92?o+=`\\`:w.x(`unrecognised escape sequence`,e),s=e.p+1,c=0)}else n!==32&&n!==9&&(c===2&&w.x(`invalid escape: only line-ending whitespace may be escaped`,e,s),c=+(!i&&n===92),s=e.p);w.x(`unfinished string`,e,t)}var pt=g((()=>{T()})),mt,ht,gt=g((()=>{mt=/^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i,ht=class e extends Date{#e=!1;#t=!1;#n=null;constructor(e,t,n){
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
let r=!0,i=!0,a=`Z`,o;if(typeof e==`string`){if(t)prep:{if(t<3){if(+e.slice(11,13)>23){e=``;break prep}t===2?(a=null,e+=`Z`):(o=e.charCodeAt(e.length-1))!==90&&o!==122&&(a=e.slice(e.length-6)),n&&(e=e.slice(0,10)+`T`+e.slice(11))}else t===4&&(e=+e.slice(0,2)>23?``:`0000-01-01T${e}Z`);r=t!==4,i=t!==3}else{let t=e.match(mt);t?(t[1]||(r=!1,e=`0000-01-01T${e}`),i=!!t[2],i&&e[10]===` `&&(e=e.replace(` `,`T`)),t[2]&&+t[2]>23?e=``:(a=t[3]||null,!a&&i&&(e+=`Z`))):e=``}}super(e),isNaN(this.getTime())||(this.#e=r,this.#t=i,this.#n=a)}isDateTime(){return this.#e&&this.#t}isLocal(){return!this.#e||!this.#t||!this.#n}isDate(){return this.#e&&!this.#t}isTime(){return this.#t&&!this.#e}isValid(){return this.#e||this.#t}toISOString(){let e=super.toISOString();if(this.isDate())return e.slice(0,10);if(this.isTime())return e.slice(11,23);if(this.#n===null)return e.slice(0,-1);if(this.#n===`Z`||this.#n===`z`)return e;let t=this.#n.slice(1,3)*60+ +this.#n.slice(4,6);return t=this.#n[0]===`-`?t:-t,(/* @__PURE__ */ new Date(this.getTime()-t*6e4)).toISOString().slice(0,-1)+this.#n}static wrapAsOffsetDateTime(t,n=`Z`){let r=new e(t);return r.#n=n,r}static wrapAsLocalDateTime(t){let n=new e(t);return n.#n=null,n}static wrapAsLocalDate(t){let n=new e(t);return n.#t=!1,n.#n=null,n}static wrapAsLocalTime(t){let n=new e(t);return n.#e=!1,n.#n=null,n}}}));
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
function E(e,t=10){return t===16?e>47&&e<58||e>64&&e<71||e>96&&e<103:e>47&&e<48+t}function _t(e,t){return e===32||e===9||e===10||e===13||t&&(e===t||e===44)||e===35}function vt(e,t){let n=e.p,r=e.s.charCodeAt(e.p);if(r===91||r===123){e.d--||w.x(`document contains excessively nested structures. aborting.`,e);let t=r===91?kt(e):Ot(e);return e.d++,t}return r===34||r===39?ft(e):r===116?((e.s.charCodeAt(++e.p)!==114||e.s.charCodeAt(++e.p)!==117||e.s.charCodeAt(++e.p)!==101)&&w.x(`invalid value`,e,n),e.p++,!0):r===102?((e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==108||e.s.charCodeAt(++e.p)!==115||e.s.charCodeAt(++e.p)!==101)&&w.x(`invalid value`,e,n),e.p++,!1):r===43||r===45?yt(e,e.p,e.s.charCodeAt(++e.p),44-r,t):e.s.charCodeAt(e.p+4)===45&&e.s.charCodeAt(e.p+7)===45?St(e,r,t):e.s.charCodeAt(e.p+2)===58?Ct(e,r,t):yt(e,e.p,r,0,t)}function yt(e,t,n,r,i){let a=n,o=0,s=!1;if(a===105)return(e.s.charCodeAt(++e.p)!==110||e.s.charCodeAt(++e.p)!==102)&&w.x(`invalid value`,e,t),e.p++,(r||1)/0;if(a===110)return(e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==110)&&w.x(`invalid value`,e,t),e.p++,NaN;if(a===48){if(++e.p>=e.s.length||_t(a=e.s.charCodeAt(e.p),i))return e.bi===!0?0n:0;if(!r){if(a===120)return bt(e,t,16,i);if(a===98)return bt(e,t,2,i);if(a===111)return bt(e,t,8,i)}a===46?o=2:a===101||a===69?o=4:w.x(`illegal leading zero`,e,t)}else E(a)||w.x(`invalid value`,e,t);for(;++e.p<e.s.length&&(a=e.s.charCodeAt(e.p),!_t(a,i));)o||=1,a===95?(o&1||w.x(`illegal underscore`,e),o+=11,s=!0):o===1&&a===46?o=2:(o===1||o===3)&&(a===101||a===69)?o=4:o===4&&(a===43||a===45)?o=6:E(a)?o>9?o-=11:o&1||o++:w.x(`illegal character in numeric literal`,e);if(!o){let t=(n-48)*(r||1);return e.bi===!0?BigInt(t):t}o&1||w.x(`unfinished numeric value`,e,t);let c=e.s.slice(t,e.p);return s&&(c=c.replaceAll(`_`,``)),o>1?parseFloat(c):xt(e,c,10,t)}function bt(e,t,n,r){let i,a=1;for(;++e.p<e.s.length&&(i=e.s.charCodeAt(e.p),!_t(i,r));)i===95?(a&1&&w.x(`illegal underscore`,e),a=3):E(i,n)?a&1&&a--:w.x(`illegal character in numeric literal`,e);a&1&&w.x(`unfinished numeric value`,e);let o=e.s.slice(t+2,e.p);return a&&(o=o.replaceAll(`_`,``)),xt(e,o,n,t)}function xt(e,t,n,r){if(e.bi!==!0)int:{let i=parseInt(t,n);if(!Number.isSafeInteger(i)){if(e.bi)break int;w.x(`integer value cannot be represented losslessly`,e,r)}return i}return BigInt(n===10?t:(n===2?`0b`:n===8?`0o`:`0x`)+t)}function St(e,t,n){let r=e.p++,i;if(!E(t)||!E(e.s.charCodeAt(e.p++))||!E(e.s.charCodeAt(e.p++))||!E(e.s.charCodeAt(e.p++)))return yt(e,e.p=r,t,0,n);if(e.p+=5,E(e.s.charCodeAt(e.p++))||w.x(`invalid date-time: date part is malformed`,e,r),e.p>=e.s.length||((t=e.s.charCodeAt(e.p))!==32||(i=!0,!E(e.s.charCodeAt(e.p+1))))&&t!==84&&t!==116)return D(e,e.s.slice(r,e.p),3,!1,r);if(e.s.charCodeAt(e.p+=3)!==58&&w.x(`invalid date-time: time part is malformed`,e,r),e.s.charCodeAt(e.p+=3)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;E(e.s.charCodeAt(++e.p)););if(t=e.s.charCodeAt(e.p)){if(t===90||t===122)return D(e,e.s.slice(r,++e.p),1,i,r,`[+00:00]`);if(t===43||t===45)return D(e,e.s.slice(r,e.p+=6),1,i,r,!e.ld&&`[`+e.s.slice(e.p-6,e.p)+`]`)}return D(e,e.s.slice(r,e.p),2,i,r)}function Ct(e,t,n){let r=e.p;if(!E(t)||!E(e.s.charCodeAt(++e.p)))return yt(e,--e.p,t,0,n);if(e.s.charCodeAt(e.p+=4)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;E(e.s.charCodeAt(++e.p)););return D(e,e.s.slice(r,e.p),4,!1,r)}function D(e,t,n,r,i,a){if(e.ld){let a=new ht(t,n,r);return a.isValid()||w.x(`invalid date`,e,i),a}try{switch(a&&(t+=a),n){case 1:return Temporal.ZonedDateTime.from(t);case 2:return Temporal.PlainDateTime.from(t);case 3:return Temporal.PlainDate.from(t);case 4:return Temporal.PlainTime.from(t)}}catch(t){w.x(t instanceof Error?t.message:``+t,e,i)}}var wt=g((()=>{pt(),At(),T(),gt()}));
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
function Tt(e){for(;e.p<e.s.length;e.p++){let t=e.s.charCodeAt(e.p);if(t===10)break;if(t===13&&e.s.charCodeAt(e.p+1)===10){e.p++;break}(t<32&&t!==9||t===127)&&w.x(`control characters are not allowed in comments`,e)}}function O(e,t,n){let r;for(;e.p<e.s.length;){for(;e.p<e.s.length&&((r=e.s.charCodeAt(e.p))===32||r===9||!t&&(r===10||r===13&&e.s.charCodeAt(e.p+1)===10));)e.p++;if(n||r!==35)break;Tt(e)}}var Et=g((()=>{T()}));
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
function Dt(e,t=61){let n,r=0,i=[],a,o=e.s.charCodeAt(n=e.p);do if(o===t)return r||w.x(`unexpected end of key`,e),r===1&&i.push(e.s.slice(a,e.p)),e.p++,i;else o===46?(r||w.x(`illegal empty bare key`,e),r===1&&i.push(e.s.slice(a,e.p)),r=0):!r&&(o===34||o===39)?(o===e.s.charCodeAt(e.p+1)&&o===e.s.charCodeAt(e.p+2)&&w.x(`illegal quoted key: multiline strings are not allowed`,e),i.push(ft(e)),r=2,e.p--):o===32||o===9?r===1&&(i.push(e.s.slice(a,e.p)),r=2):r===2||o<48&&o!==45||o>57&&o<65||o>90&&o<97&&o!==95||o>122?w.x(`illegal character in key`,e):r||(r=1,a=e.p);while(o=e.s.charCodeAt(++e.p));w.x(`incomplete key-value: cannot find end of key`,e,n)}function Ot(e){let t=e.p++,n=Object.create(null),r=/* @__PURE__ */ new Set,i;for(;e.p<e.s.length;){if(O(e),(i=e.s.charCodeAt(e.p))===125)return e.p++,n;let t,a=n,o=!1,s=e.p,c=Dt(e);for(let n=0;n<c.length;n++){n&&(a=o?a[t]:a[t]=Object.create(null)),t=c[n],(o=Object.hasOwn(a,t))&&(typeof a[t]!=`object`||r.has(a[t]))&&w.x(`trying to redefine an already defined value`,e,s);let i=t===`__proto__`;if(e.uk&&(i||t===`constructor`)){a=e.uk!==1&&w.x(`document contains an unsafe property`,e,s);break}!o&&i&&Object.defineProperty(a,t,{enumerable:!0,configurable:!0,writable:!0})}o&&w.x(`trying to redefine an already defined value`,e,s),O(e,!0,!0);let l=vt(e,125);if(a&&typeof(a[t]=l)==`object`&&r.add(l),O(e),(i=e.s.charCodeAt(e.p++))===125)return n;i!==44&&w.x(`expected comma or end of structure`,e,e.p-1)}w.x(`unfinished table`,e,t)}function kt(e){let t=e.p++,n=[],r;for(;e.p<e.s.length;){if(O(e),(r=e.s.charCodeAt(e.p))===93)return e.p++,n;if(n.push(vt(e,93)),O(e),(r=e.s.charCodeAt(e.p++))===93)return n;r!==44&&w.x(`expected comma or end of structure`,e,e.p-1)}w.x(`unfinished array`,e,t)}var At=g((()=>{pt(),wt(),Et(),T()}));
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
function jt(e,t,n,r,i){let a=n,o=r,s,c=!1,l;for(let n=0;n<t.length;n++){if(n){if(a=c?a[s]:a[s]=Object.create(null),o=(l=o[s]).c,i===0&&(l.t===1||l.t===2))return null;if(l.t===2){let e=a.length-1;a=a[e],o=o[e].c}}if(s=t[n],(c=Object.hasOwn(a,s))&&o[s]?.t===0&&o[s]?.d)return null;if(!c){let r=s===`__proto__`;if(e.uk&&(r||s===`constructor`))return!1;r&&(Object.defineProperty(a,s,{enumerable:!0,configurable:!0,writable:!0}),Object.defineProperty(o,s,{enumerable:!0,configurable:!0,writable:!0})),o[s]={t:n<t.length-1&&i===2?3:i,d:!1,i:0,c:Object.create(null)}}}if(l=o[s],l.t!==i&&(i!==1||l.t!==3)||(i===2&&(l.d||(l.d=!0,a[s]=[]),a[s].push(a=Object.create(null)),l.c[l.i++]=l={t:1,d:!1,i:0,c:Object.create(null)}),l.d))return null;if(l.d=!0,i===1)a=c?a[s]:a[s]=Object.create(null);else if(i===0&&c)return null;return[s,a,l.c]}function Mt(e,t,n){(t===null||e.uk===2)&&w.x(t===null?`trying to redefine an already defined table or value`:`document contains an unsafe property`,e,n)}function Nt(e,t={}){let n={s:e,p:0,d:t.maxDepth??1e3,bi:t.integersAsBigInt??!1,ld:t.useLegacyDate??!0,uk:t.unsafeKeyBehaviour===`throw`?2:+(t.unsafeKeyBehaviour===`drop`)},r=Object.create(null),i=Object.create(null),a,o=!1,s=r,c=i;for(e.charCodeAt(0)===65279&&n.p++,O(n);n.p<e.length;){if(e.charCodeAt(n.p)===91){let t=e.charCodeAt(++n.p)===91;a=n.p+=+t,o=!1;let l=Dt(n,93);t&&(e.charCodeAt(n.p)!==93&&w.x(`expected end of table array declaration`,n),n.p++);let u=jt(n,l,r,i,t?2:1);u?(c=u[2],s=u[1]):(Mt(n,u,a),o=!0)}else{a=n.p;let e=jt(n,Dt(n),s,c,0);!e&&!o&&Mt(n,e,a),O(n,!0,!0);let t=vt(n,void 0);e&&!o&&(e[1][e[0]]=t)}O(n,!0),n.p<e.length&&(a=e.charCodeAt(n.p))!==10&&(a!==13||e.charCodeAt(n.p+1)!==10)&&w.x(`each key-value declaration must be followed by an end-of-line`,n),O(n)}return r}var Pt=g((()=>{At(),wt(),Et(),T()})),Ft=g((()=>{``.isWellFormed})),It=g((()=>{
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
Pt(),Ft(),T()}));
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
function Lt(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function Rt(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function zt(){return process.env}function Bt(t){return t.HOME||t.USERPROFILE||e()}function Vt(e=zt(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||r(Bt(e),`.${t.toLowerCase()}`,`config.toml`)}function Ht(e){return i(e)===i(`keyfold.toml`)}function Ut(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:c(ur)?`file:${ur}`:void 0}function Wt(e,{env:t,home:n,onVariable:r}){let i=e;for(let e=0;e<10;e+=1){let e=!1,a=Yt(i,(n,i)=>{let a=Object.hasOwn(t,n)?t[n]:void 0;return r?.(i,a!==void 0),e||=a!==void 0,a??i}).replace(/^~(?=\/|$)/,()=>n);if(a===i&&!e)return i;i=a}return Xt(e,t),null}function Gt(e){return e.replaceAll(`\\$`,`$`)}function Kt(e){return typeof e==`string`&&/^~|\$/.test(e)}function qt(){return new L(`TEXT_TOO_LONG`,`A value is too long once it is filled in.`,`Make it smaller.`)}function Jt(e,t,n){return new L(e,`${[...t.slice(t.indexOf(n)),n].join(` → `)} refer to each other.`,`Give one of them another value, or write \\$ for a dollar.`)}function Yt(e,t){let n=0,r=(e,r,i)=>{let a=t(r??i,e);if(n+=a.length,n>1e7)throw qt();return a},i=e.lastIndexOf(`}`)+1;return e.slice(0,i).replace(/(?<!\\)\$(?:(\w+)|\{([^}]+)\})/g,r)+e.slice(i).replace(/(?<!\\)\$(\w+)/g,r)}function Xt(e,t){let n=/* @__PURE__ */ new Set,r=(e,i)=>{Yt(e,(e,a)=>{let o=`$${e}`;if(i.includes(o))throw Jt(`VARIABLE_CYCLE`,i,o);return!n.has(e)&&i.length<1e3&&Object.hasOwn(t,e)&&(r(t[e]??``,[...i,o]),n.add(e)),a})};r(e,[])}function k(e){if(!/["']/.test(e))return e.split(`.`);let t=[];if(e.replace(dr,(e,n,r,i)=>(t.push(n?Zt(n):r??i),``)))throw Qt();return t}function A(e){return e.map(e=>/^[\w-]+$/.test(e)?e:JSON.stringify(e).replaceAll(``,`\\u007f`)).join(`.`)}function Zt(e){try{return JSON.parse(e)}catch{throw Qt()}}function Qt(){return new L(`INVALID_PATH`,`This is not a path of keys.`,`Quote keys that hold dots or quotes: a."b.c"`)}function j(e){if(typeof e!=`object`||!e)return!1;let t=Object.getPrototypeOf(e);return t===null||t===Object.prototype}function $t(e,t,n){t===`__proto__`?Object.defineProperty(e,t,{value:n,enumerable:!0,configurable:!0,writable:!0}):e[t]=n}function M(e,t,n){$t(N(e,t.slice(0,-1)),t.at(-1)??``,n)}function en(e,t=[],n=[]){if(!j(e))n.push(t);else for(let r of tn(e))en(e[r],[...t,r],n);return n}function tn(e){return Object.getOwnPropertyNames(e).filter(t=>typeof e[t]!=`function`)}function N(e,t){let n=e;for(let e of t){if(!j(n)||!Object.hasOwn(n,e)||nn(n,e))return;n=n[e]}return n}function nn(e,t){return t===`toJSON`&&typeof e[t]==`function`}function P(e,t,n=0){if(n>fr)throw an();for(let r of Object.keys(t)){let i=t[r];if(i===void 0)continue;let a=Object.hasOwn(e,r)&&e[r];j(a)&&j(i)?P(a,i,n+1):$t(e,r,rn(i,n+1))}}function rn(e,t){if(t>fr)throw an();if(Array.isArray(e))return e.map(e=>rn(e,t+1));if(!j(e))return e;let n={};return P(n,e,t),n}function an(e){return new L(`TOO_DEEP`,`Tables or lists are nested too deep.`,`Make them flatter.`,e)}function on(e,t,n){let r={},i=/* @__PURE__ */ new Map,{env:a}=t;for(let o of Object.keys(a))try{let n=cn(o,e),s=n&&a[o];if(!n||s===void 0)continue;let c=Wt(ln(s),t),l=c===null?null:un(c);P(r,sn(n,l)),i.set(A(n),{name:o,keys:n,written:c,value:l})}catch(e){if(!(e instanceof L))throw e;n(e)}return{table:r,variables:i}}function sn(e,t){return e.reduceRight((e,t)=>Object.fromEntries([[t,e]]),t)}function cn(e,t){if(!e.startsWith(t)||!e.startsWith(`__`,t.length))return;let n=e.slice(t.length+2).toLowerCase().split(`__`);if(n.every(e=>e!==``))return n;throw new L(`INVALID_VARIABLE`,`The environment variable ${JSON.stringify(e)} names no key.`,`Unset it.`)}function ln(e){return e.replace(/\\(?:[ntr\\"]|x([\da-fA-F]{2})|u[\da-fA-F]{4})/g,(e,t)=>JSON.parse(`"${t?`\\u00${t}`:e}"`))}function un(e){let t=e.toLowerCase();if(t===`true`)return!0;if(t===`false`)return!1;if(/^(0|-?[1-9]\d*)$/.test(e)){let t=Number(e);return Number.isSafeInteger(t)?t:BigInt(e)}if(/^(nan|-?inf|-?0\.0)$/.test(e))return Number(e.replace(`inf`,`Infinity`));if(!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(e))return e;let n=Number(e);return n!==0&&dn(n)===e?n:e}function dn(e){let t=Math.abs(e);return t>=1e-4&&t<0x2386f26fc10000?Number.isInteger(e)?`${e}.0`:String(e):e.toExponential().replace(/e([+-])(\d)$/,`e$10$2`)}function F({files:e,environment:t,overrides:n},r){if(N(n,r)!==void 0)return{origin:{kind:`override`}};if(N(t.table,r)!==void 0){let e=A(r),{variables:n}=t,i=n.get(e)??[...n].find(([t])=>t.startsWith(`${e}.`))?.[1];return{...i,origin:{kind:`variable`,name:i?.name??e}}}let i=e.findLast(({table:e})=>N(e,r)!==void 0);if(!i)return{origin:{kind:`default`}};let{line:a,written:o}=i.placeOf(r);return{origin:{kind:`file`,path:i.path,line:a},value:N(i.table,r),written:o}}function fn({files:e,environment:t,overrides:n},r){return N([...e.map(({table:e})=>e),t.table,n].findLast(e=>N(e,r)!==void 0),r)}function pn(e){return e.kind===`file`?{path:e.path,line:e.line}:void 0}function mn(e,t,{onReference:n,report:r}){let i=/* @__PURE__ */ new Set,a=[],o=0,s=t=>{let n=N(e,t);if(typeof n!=`string`||!n.includes("${"))return n;let r=A(t);if(i.has(r))return n;if(a.includes(r))throw Jt(`REFERENCE_CYCLE`,a,r);if(a.length>=hr)throw _n(a[0]??r);a.push(r);let o=c(n,t);return a.pop(),i.add(r),M(e,t,o),o},c=(e,t)=>{let n=e;for(let e=0;e<10;e+=1){let e=mr.exec(n)?.[1];if(e!==void 0){let r=l(e,t);if(typeof r!=`string`)return r;n=r}else{let e=n.replace(pr,(e,n)=>{let r=gn(l(n,t));if(o+=r.length,o>1e7)throw qt();return r});if(e===n)break;n=e}}return n},l=(e,t)=>{let r=hn(e),i=s(r),a=i!==void 0&&!j(i);return n(t,r,a),a?i:``};for(let e of t)try{s(e)}catch(t){if(!(t instanceof L))throw t;a.length=0,r(e,t)}}function hn(e){try{return k(e)}catch{return[e]}}function gn(e){return e instanceof Date?e.toISOString():Array.isArray(e)?JSON.stringify(e,(e,t)=>typeof t==`bigint`?String(t):t):String(e)}function _n(e){return new L(`REFERENCE_TOO_DEEP`,`The key ${e} leads over too many references.`,`Refer to the last of them.`)}function vn(e){return{env:e.env??zt(),prefix:e.envPrefix??`KEYFOLD`}}function yn(e,t,n){let{env:r,prefix:i}=vn(e),a={env:r,get home(){return Bt(r)}},o={files:t,environment:on(i,a,n.report),overrides:e.overrides??{}},s={};if(P(s,e.defaults??{}),i===`KEYFOLD`){let e=bn(o,r);P(s,Sn(e)),e||xn(t)}Cn(s,o);let c=new _r(e.schema),l=(e,{code:t,message:r,tip:i})=>{let{origin:a}=F(o,e),s=a.kind===`variable`?` (${a.name})`:``;n.report(new L(t,`${A(e)}${s}: ${r}`,i,pn(a)))},u=en(s).filter(e=>Kt(N(s,e)));for(let e of u){let t=(t,r)=>n.onVariable?.(e,t,r);try{M(s,e,Wt(N(s,e),{...a,onVariable:t}))}catch(t){if(!(t instanceof L))throw t;l(e,t)}}mn(s,u,{report:l,onReference(e,t,r){c.has(t,N(s,t))&&c.add(e),n.onReference?.(e,t,r)}});for(let e of u){let t=N(s,e);typeof t==`string`&&M(s,e,Gt(t))}let d=[`cloud`,`use_local_secrets`];return i===`KEYFOLD`&&typeof N(s,d)!=`boolean`&&l(d,new L(`INVALID_CONFIG`,`It is neither true nor false.`,`Write true or false.`)),{values:s,layers:o,secrets:c,prefix:i}}function bn(e,t){let n=t=>fn(e,[`cloud`,t]),r=t=>{let{origin:n}=F(e,[`cloud`,t]);return n.kind===`file`&&Ht(n.path)};return n(`use_local_secrets`)??!(n(`url`)&&(n(`token`)||n(`token_file`)||!r(`url`)&&(!r(`identity`)&&n(`identity`)||Ut(t))))}function xn(e){let t=N(e.find(({path:e})=>Ht(e))?.table,[`context`]);j(t)&&delete t.secrets}function Sn(e){return{cloud:{use_local_secrets:e,url:`http://127.0.0.1:4250`,token:``,request_timeout_seconds:30},context:{secrets:{}}}}function Cn(e,{files:t,environment:n,overrides:r}){for(let n of t)P(e,n.table);wn(N(e,[`context`,`secrets`]),N(n.table,[`context`,`secrets`])),P(e,n.table),P(e,r)}function wn(e,t){if(j(e)&&j(t))for(let n of Object.keys(e)){let r=n.toLowerCase();r!==n&&Object.hasOwn(t,r)&&delete e[n]}}function Tn({path:e=[]}){return e.map(e=>String(typeof e==`object`?e.key:e))}function En(e,t){return Dn(t,e)?`it does not fit`:t}function Dn(e,t){if(typeof t==`object`&&t)return Object.values(t).some(t=>Dn(e,t));if(typeof t==`boolean`||t===``)return!1;let n=String(t);return n.length<4?e.split(/[^\w.-]+/).includes(n):e.includes(n)}function*On(e,t){let{values:n}=t;if(!e)return n;let r=/* @__PURE__ */ new Set,i=yield e[`~standard`].validate(n);for(let a=0;i.issues&&a<yr;){let o=i.issues.map(jn).find(e=>e!==``&&!r.has(e));if(o===void 0)break;r.add(o);let s=kn(o,t).slice(0,vr);for(let t=1;t<1<<s.length;t+=1){An(t,s,n);let r=yield e[`~standard`].validate(n);if(a+=1,!r.issues?.some(e=>Mn(o,jn(e)))){i=r;break}An(0,s,n)}}if(i.issues)throw Nn(i.issues,t);return i.value}function kn(e,{values:t,layers:n}){return[...n.environment.variables.values()].filter(({keys:r,value:i,written:a})=>i!==a&&Object.is(N(t,r),i)&&N(n.overrides,r)===void 0&&Mn(e,A(r)))}function An(e,t,n){t.forEach(({keys:t,value:r,written:i},a)=>{M(n,t,e&1<<a?i:r)})}function jn(e){return A(Tn(e))}function Mn(e,t){return`${t}.`.startsWith(`${e}.`)}function Nn(e,t){let n=e.map(e=>Pn(e,t));return new L(`INVALID_CONFIG`,`${n.length} ${n.length===1?`setting doesn't`:`settings don't`} fit the schema:${n.map(({text:e})=>`\n  ${e}`).join(``)}`,`Correct them or the schema.`,n.length===1?n[0]?.place:void 0)}function Pn(e,{values:t,layers:n,secrets:r,prefix:i}){let a=Tn(e),o=A(a),s=a;for(;s.length>0&&N(t,s)===void 0;)s=s.slice(0,-1);let c=r.has(a,N(t,a))?`it does not fit`:En(N(t,s),e.message);if(a.length===0)return{text:c};if(s.length<a.length&&j(N(t,s)))return{text:`${o}, which nothing sets: ${c} (in a file, or by ${[i,...a.map(e=>e.toUpperCase())].join(`__`)})`};let{origin:l}=F(n,s);return{text:`${o} (${Rt(l)}): ${c}`,place:pn(l)}}function Fn(e,t,n=[]){let r=Array.isArray(e);if(r||j(e)&&!Object.isFrozen(e)){for(let[i,a]of Object.entries(e))typeof a==`object`&&Fn(a,t,[...n,r?`[]`:i]);r||In(e,t,n),Object.freeze(e)}}function In(e,t,n){if(Object.defineProperty(e,Sr,{value:(r,i,a)=>a(I(e,t,n,!1),i)}),Object.hasOwn(e,`toJSON`))for(let t of Object.keys(e))Object.defineProperty(e,t,{enumerable:!1});else Object.defineProperty(e,"toJSON",{value:()=>I(e,t,n,!0)})}function I(e,t,n,r){return j(e)?Object.fromEntries(tn(e).map(i=>[i,I(e[i],t,[...n,i],r)])):e!==``&&t.has(n,e)?br:typeof e==`string`?e.replace(xr,`$1${br}@`):Array.isArray(e)?e.map(e=>I(e,t,[...n,`[]`],r)):r&&typeof e==`bigint`?String(e):e}function Ln(e,t){let n=0,r=1,i=t=>{t.lastIndex=n;let i=t.exec(e)?.[0]??``;return n+=i.length,r+=i.split(`
`).length-1,i},a=()=>{do i(/[\s,]*/y);while(i(/#[^\n]*/y));return e.charAt(n)},o=()=>{let t=n,r=i(/"""|'''|["']/y);if(r){let t=r.startsWith(`'`)?/[^']*/y:/[^"\\]*/y;for(i(t);n<e.length&&!e.startsWith(r,n);i(t))i(/\\?./sy);n+=r.length,r.length>1&&i(/["']*/y)}return e.slice(t,n)},s=()=>{let e=[];do{a();let t=o();e.push(t?Nt(`key = ${t}`).key:i(/[\w-]*/y))}while(i(/[ \t]*[.=\]]+/y).endsWith(`.`));return e},c=e=>{let s=a();if(i(/[[{]/y)){let t=s===`[`?c:l;for(;!`]}`.includes(a());)t(e);n+=1}else if(!o()){let n=i(/[^,\]}#\n]*/y).trim();t.bareValue?.(e,r,n)}},l=e=>{let n=[...e,...s()];t.key?.(n,r),c(n)},u=[];for(;a();)i(/\[+/y)?(u=s(),t.key?.(u,r)):l(u)}function Rn(e){let t=/* @__PURE__ */ new Map;return Ln(e,{key(e,n){for(let r=e.length;r>0;--r){let i=A(e.slice(0,r));if(t.has(i))break;t.set(i,{line:n})}},bareValue(e,n,r){t.set(A(e),{line:n,...t.get(A(e)),written:r})}}),t}function zn(e){let t=Bn(e);t===void 0||Tr.has(e.path)||(Tr.add(e.path),process.emitWarning(t,{code:`KEYFOLD_CONFIG_READABLE`}))}function Bn({path:e,mode:t,table:n}){if(t&63&&process.platform!==`win32`&&(Vn(N(n,[`context`,`secrets`]))||Vn(N(n,[`cloud`,`token`]))))return`${e} holds secrets and other users can read it. Keep it to yourself: chmod 600 ${e}`}function Vn(e){return j(e)?Object.values(e).some(Vn):e!==void 0&&e!==``&&!(typeof e==`string`&&/^\$(\w+|\{[^}]*\})$/.test(e))}function Hn(e){let[t=1,n=1]=e;return t*n===64770||t===0!=(n===0)}function Un(e){let t=/^\d{4}-\d\d-\d\d/.exec(e)?.[0];return t!==void 0&&new Date(t).toJSON()?.slice(0,10)!==t}function Wn(e,t){let n;try{n=Nt(e,{integersAsBigInt:`asNeeded`,maxDepth:100})}catch(n){throw Kn(n,e,t)}return Dr.test(e)&&Gn(e,t),n}function Gn(e,t){Ln(e,{bareValue:(e,n,r)=>{let i=Un(r);if(i||Er.test(r))throw new L(i?`INVALID_TOML`:`INEXACT_DATE`,`${A(e)} is ${i?`not a day of its month`:`finer than milliseconds`}.`,`Correct it or quote it.`,{path:t,line:n})}})}function Kn(e,t,n){if(!(e instanceof w))return an({path:n});let{line:r,column:i}=e,a={path:n,line:r,column:i},o=(e.message.split(`
`)[0]??``).replace(`Invalid TOML document: `,``);if(o.includes(`excessively nested`))return an(a);let[s,c]=qn(t,r,i)?[`The value is a string without quotes.`,`Quote it: KEY = "VALUE"`]:[`This is not TOML: ${o}.`,`See https://toml.io for its rules.`];return new L(`INVALID_TOML`,s,c,a)}function qn(e,t,n){let r=(e.split(`
`)[t-1]??``).slice(0,n+100);return/^[^=]*=\s*$/.test(r.slice(0,n-1))&&/^[^\s\d"'[\]{}#=,]/.test(r.slice(n-1))}function*Jn({path:e,required:t},n){for(let r=0;r<kr;r+=1)try{let t=yield n.open(e);try{let r=yield n.stat(t);Yn(r,e);let i=yield n.read(t);if(Xn(r,yield n.stat(t),i))return Zn(i,r,e)}finally{yield n.close(t)}}catch(n){if(n instanceof L)throw n;let{code:r}=n;if(r!==`ENOENT`&&r!==`ENOTDIR`)throw Qn(n,e);if(!t)return;throw new L(`FILE_NOT_FOUND`,`There is no such file.`,`Create it, or correct its name.`,{path:e})}throw new L(`FILE_CHANGED`,`The file changed each time it was read.`,`Write another and rename it.`,{path:e})}function Yn(e,t){if(!e.isFile())throw new L(`NOT_A_FILE`,`This is not a regular file.`,`Name a TOML file.`,{path:t});if(e.size>Or)throw new L(`FILE_TOO_LARGE`,`The file is larger than 32 MiB.`,`Make it smaller.`,{path:t})}function Xn(e,t,n){return e.size===n.length&&t.size===n.length&&e.mtimeMs===t.mtimeMs}function Zn(e,{mode:t},n){let r=e.toString(`utf8`),i=Hn(e),a=e.equals(Buffer.from(r));if(!i&&a)return new wr(n,r,Wn(r,n),t&511);let o=i?void 0:r.slice(0,r.indexOf(`�`)).split(`
`).length;throw new L(`INVALID_UTF8`,`The file is ${i?`UTF-16`:`not UTF-8`}.`,`Save it as UTF-8.`,{path:n,line:o})}function Qn(e,t){let{code:n}=e;return new L(`FILE_UNREADABLE`,`It can't be read (${n}).`,`Let this program read it.`,{path:t})}function $n(e){let t=e.next();for(;!t.done;){if(t.value instanceof Promise)throw t.value.catch(()=>{}),new L(`ASYNC_SCHEMA`,`The schema returns a promise.`,`Use loadConfigAsync.`);t=e.next(t.value)}return t.value}async function er(e){let t=e.next();for(;!t.done;)t=await Promise.resolve(t.value).then(t=>e.next(t),t=>e.throw(t));return t.value}function tr(e={}){return rr(e,nr(e))}function nr(e){return $n(sr(e,jr))}function rr(e,t){return $n(cr(e,t))}async function ir(e={}){return er(cr(e,await er(sr(e,Mr))))}function ar(e){let{env:t,prefix:n}=vn(e);return e.files?.map(e=>({path:e,required:!0}))??or(t,n)}function or(e,t){return[{path:Vt(e,t),required:!!e[`${t}_CONFIG`]},{path:`${t.toLowerCase()}.toml`,required:!1}]}function*sr(e,t){let n=[];for(let r of ar(e)){let e=yield*Jn(r,t);e&&n.push(e)}return n}function*cr(e,t){for(let e of t)zn(e);let n=yn(e,t,{report(e){throw e}});return new Cr(yield*On(e.schema,n),n.layers,n.secrets)}var lr,L,ur,dr,fr,pr,mr,hr,gr,_r,vr,yr,br,xr,Sr,Cr,wr,Tr,Er,Dr,Or,kr,Ar,jr,Mr,Nr=g((()=>{It(),lr=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{Lt(e,`KeyfoldError`)}},L=class e extends lr{constructor(e,t,n,r){let i=r?`${[r.path,r.line,r.column].filter(Boolean).join(`:`)}: `:``;super(e,i+t,n),Object.assign(this,r)}static{Lt(e,`ConfigError`)}},ur=`/var/run/secrets/keyfold/token`,dr=/(?:^|(?!^)\.)(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^."']+))/gy,fr=200,pr=/(?<!\\)\$\{([^${}]+)\}/g,mr=/^\$\{([^${}]+)\}$/,hr=500,gr=/(?<![a-z])(secrets?|passw(or)?ds?|token|(api|private).?keys?|credentials?)(?![a-z])/i,_r=class{#e=/* @__PURE__ */ new Set;#t;constructor(e){this.#t=e}add(e){this.#e.add(A(e))}has(e,t){let[n,r]=e;if(n===`context`&&r===`secrets`)return e.length>2;let i=/string|object/.test(typeof t)&&gr.test(e.join().replace(/[A-Z]+(?![a-z])|[A-Z]/g,`_$&`));return i||this.#n(),i||this.#e.has(A(e))}#n(){let e=this.#t;this.#t=void 0;let t=(e,n)=>{if(j(e)){(e.writeOnly||e.format===`password`)&&this.add(n);for(let[r,i]of Object.entries(e.properties??{}))t(i,[...n,r]);t(e.items,[...n,`[]`]);for(let r of[e.anyOf,e.oneOf,e.allOf].flat())t(r,n)}};try{t(e?.[`~standard`].jsonSchema?.output({target:`draft-2020-12`}),[])}catch{}}},vr=5,yr=200,br=`<secret>`,xr=/(:\/\/[^/?#:@]*:)[^\s/?#]+@/g,Sr=Symbol.for(`nodejs.util.inspect.custom`),Cr=class{values;#e;#t;constructor(e,t,n){Fn(e,n),this.values=e,this.#e=t,this.#t=n,Object.freeze(this)}get(e){return N(this.values,k(e))}has(e){return N(this.values,k(e))!==void 0}origin(e){return this.has(e)?F(this.#e,k(e)).origin:void 0}written(e){let t=k(e),n=N(this.values,t),r=F(this.#e,t);return typeof n!=`string`&&Object.is(r.value,n)?r.written??void 0:void 0}paths(){return en(this.values).map(A)}isSecret(e){let t=k(e);return this.#t.has(t,N(this.values,t))}},wr=class{path;table;mode;#e;#t;constructor(e,t,n,r){this.path=e,this.table=n,this.mode=r,this.#e=t}placeOf(e){return this.#t??=Rn(this.#e),this.#t.get(A(e))??{line:1}}equals(e){return e!==void 0&&this.#e===e.#e}},Tr=/* @__PURE__ */ new Set,Er=/:\d\d\.\d{3}\d*[1-9]/,Dr=/:\d\d\.\d{4}|-(29|3\d)/,Or=33554432,kr=3,Ar=s.O_RDONLY|(s.O_NONBLOCK??0),jr={open:e=>p(e,Ar),stat:e=>l(e),read:e=>ee(e),close:o},Mr={open:e=>m.open(e,Ar),stat:e=>e.stat(),read:e=>e.readFile(),close:e=>e.close()}})),Pr=/* @__PURE__ */ _({ConfigError:()=>L,KeyfoldError:()=>lr,formatOrigin:()=>Rt,loadConfig:()=>tr,loadConfigAsync:()=>ir,userConfigPath:()=>Vt,watchConfig:()=>Fr});function Fr(e,t){let n=/* @__PURE__ */ new Map,r=nr(e),i=rr(e,r),a,o,s=!1,c=()=>{if(!s)try{u();let n=nr(e);if(n.length===r.length&&n.every((e,t)=>e.equals(r[t]))&&a===void 0)return;i=rr(e,n),r=n,a=void 0,t(i)}catch(e){if(!(e instanceof L))throw e;if(a===e.message)return;a=e.message,t(i,e)}},l=()=>{clearTimeout(o),o=setTimeout(c,zr),o.unref()},u=()=>{let t=new Set(ar(e).flatMap(({path:e})=>Lr(e)));for(let[e,r]of n)t.has(e)||(r.close(),n.delete(e));for(let e of t){if(n.has(e))continue;let t=Ir(e,l);t.on(`error`,()=>{n.delete(e),t.close(),l()}),n.set(e,t)}},d=()=>{s=!0,clearTimeout(o);for(let e of n.values())e.close();n.clear()};return u(),{get config(){return i},close:d,[Symbol.dispose]:d}}function Ir(e,t){try{return ie(e,{persistent:!1},t)}catch(t){throw Qn(t,e)}}function Lr(e){let t=[],r=i(e);for(let e=n(r);e!==r;r=e,e=n(e)){let n=Rr(e);n!==void 0&&(t.length===0||u(r,{throwIfNoEntry:!1})?.isSymbolicLink())&&t.push(n)}let a=Rr(e);return a===void 0?t:[...t,n(a)]}function Rr(e){try{return te(e)}catch{return}}var zr,Br=g((()=>{Nr(),zr=50})),Vr=/* @__PURE__ */ _({checkLoginName:()=>Jr,findLogin:()=>Hr,findNamedLogin:()=>Kr,listNamedLogins:()=>qr,listOrigins:()=>Ur,removeLogin:()=>Gr,removeNamedLogin:()=>Xr,saveLogin:()=>Wr,saveNamedLogin:()=>Yr});function Hr(e,t){return z(R(t)).unnamed.get(e)}function Ur(e){return[...z(R(e)).unnamed.keys()].sort()}function Wr(e,t,n){let[r,i]=[Zr(e),me(t)];B(R(n),({unnamed:e})=>e.set(r,i))}function Gr(e,t){let n=R(t);return z(n).unnamed.has(e)?B(n,({unnamed:t})=>t.delete(e)):!1}function Kr(e,t){return z(R(t)).named.get(e)}function qr(e){let{named:t}=z(R(e));return[...t].map(([e,{origin:t}])=>({name:e,origin:t})).sort((e,t)=>e.name<t.name?-1:1)}function Jr(e){if(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(e))return e;throw new y(`INVALID_OPTIONS`,`This is no name of a login.`,`It begins with a letter or a digit, has . _ @ and - beside those, and at most 64 characters.`)}function Yr(e,t,n,r){Jr(e);let i={origin:Zr(t),token:me(n)};B(R(r),({named:t})=>t.set(e,i))}function Xr(e,t){let n=R(t);return z(n).named.has(e)?B(n,({named:t})=>t.delete(e)):!1}function Zr(e){let t=URL.canParse(e)?new URL(e):void 0;if(t&&/^https?:$/.test(t.protocol))return t.origin;throw new y(`INVALID_URL`,`A login needs the URL of a server of http or https.`,`Give the server's address, for example https://keyfold.example.`)}function R(e){return r(n(ct(e)),`logins.json`)}function z(e){let t=$r(e);if(t===void 0)return{unnamed:/* @__PURE__ */ new Map,named:/* @__PURE__ */ new Map};if(t.length>si)throw V(e);let{version:n,logins:r,named:i={}}=Object(ei(t,e));if(n!==1||!Qr(r)||!Qr(i))throw V(e);let a=(t,n)=>{let r=Object(t)[n];if(typeof r!=`string`)throw V(e);return r};return{unnamed:new Map(Object.entries(r).map(([e,t])=>[e,a(t,`token`)])),named:new Map(Object.entries(i).map(([e,t])=>[e,{origin:a(t,`origin`),token:a(t,`token`)}]))}}function Qr(e){return typeof e==`object`&&!!e}function $r(e){try{return ee(e,`utf8`)}catch(t){if(t.code===`ENOENT`)return;throw oi(e,t)}}function ei(e,t){try{return JSON.parse(e)}catch{throw V(t)}}function B(e,t){try{return d(n(e),{recursive:!0,mode:448}),ni(`${e}.lock`,()=>{let n=z(e),r=t(n);return ti(e,n),r})}catch(t){throw t instanceof y?t:oi(e,t)}}function ti(e,t){let n=Object.fromEntries([...t.unnamed].map(([e,t])=>[e,{token:t}])),r=t.named.size===0?{}:{named:Object.fromEntries(t.named)},i=JSON.stringify({version:1,logins:n,...r},null,2),a=`${e}.${crypto.randomUUID()}`;try{ae(a,`${i}\n`,{mode:384,flag:`wx`,flush:!0}),ne(a,e)}finally{h(a,{force:!0})}}function ni(e,t){for(;!ri(e);)ii(e)?h(e,{force:!0}):ai();try{return t()}finally{h(e,{force:!0})}}function ri(e){try{return ae(e,``,{mode:384,flag:`wx`}),!0}catch(e){if(e.code===`EEXIST`)return!1;throw e}}function ii(e){let t=re(e,{throwIfNoEntry:!1})?.mtimeMs;return t!==void 0&&Math.abs(Date.now()-t)>li}function ai(){Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,ci)}function V(e){return new y(`INVALID_LOGINS`,`${e} is not a file of logins.`,`Put it right, or move it away and log in again with: keyfold login URL`)}function oi(e,t){let n=String(t?.code??`no reason given`);return new y(`LOGINS_UNAVAILABLE`,`${e} could not be read or written (${n}).`,`Check that its folder is yours and has room.`)}var si,ci,li,ui=g((()=>{lt(),b(),si=1048576,ci=5,li=1e4})),di=/* @__PURE__ */ _({readIdentity:()=>fi});async function fi(e,t,n=globalThis.fetch){let[,r,i=``]=/^(file|env):(.+)$/s.exec(e)??[];if(e===`github`)return mi(await pi(t,n),`GitHub`);if(r===`file`)return mi(wi(i),`The file ${i}`);if(r===`env`)return mi(C()[i]??``,`The variable ${i}`);throw new y(`INVALID_OPTIONS`,`cloud.identity is none of github, file:PATH and env:NAME.`,`Set it to where this program's signed token comes from, or leave it out.`)}async function pi(e,t){let{ACTIONS_ID_TOKEN_REQUEST_URL:n=``,ACTIONS_ID_TOKEN_REQUEST_TOKEN:r}=C(),i=URL.canParse(n)?new URL(n):void 0;if(!i||!r||!(i.protocol===`https:`||de(i.hostname)))return``;i.searchParams.set(`audience`,e);try{let e={accept:`application/json`,authorization:`Bearer ${r}`},n=AbortSignal.timeout(hi),a=await t(i.href,{headers:e,signal:n,redirect:`manual`});return a.status===200?JSON.parse(await a.text())?.value:``}catch{return``}}function mi(e,t){if(typeof e==`string`&&e.length<=gi&&/^[\w-]+\.[\w-]+\.[\w-]+$/.test(e))return e;throw new y(`IDENTITY_UNAVAILABLE`,`${t} has no signed token for this program.`,t===`GitHub`?`Give the job the permission id-token: write.`:`Have the platform write it there, with the server's public_url as its audience.`)}var hi,gi,_i=g((()=>{Ri(),b(),lt(),hi=1e4,gi=16384})),vi=/* @__PURE__ */ _({connectByConfiguration:()=>Ti,n:()=>wi,t:()=>Li});function yi(e){return i(e)===i(`keyfold.toml`)}function bi(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:c(Fi)?`file:${Fi}`:void 0}function xi(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function Si(e){let t=Ii.get(e)??Ci(e);return Ii.set(e,t),t}function H(e,t){let n=e.origin(t);return n?.kind===`file`&&yi(n.path)}function Ci(e){let t=t=>String(e.get(t)??``),n=n=>H(e,n)?``:t(n),r=`cloud.use_local_secrets`,i=e.get(r)!==!1,a=e.origin(r)?.kind==="default",o=t(`cloud.token`),s=n(`cloud.token_file`),c=s!==``&&(o===``||o.startsWith(`keyfold_run_`)),l=bi(C()),u=n(`cloud.trust`),d=n(`cloud.identity`)||u&&l||void 0;return{secretsAreLocal:i,reason:a&&!i?`${U(e,`cloud.url`)} sets a server`:`cloud.use_local_secrets is ${i} (${xi(e.origin(r))})`,url:t(`cloud.url`),isUrlOfFolder:H(e,`cloud.url`),get token(){return(c?wi(s):void 0)??(o||void 0)},identity:d,foundIdentity:l,get trust(){return this.token===void 0&&d&&u||void 0},isTokenOfFolder:!c&&H(e,`cloud.token`),tokenFile:c?s:void 0,allowInsecureHttp:e.get(`cloud.allow_insecure_http`)===!0&&!H(e,`cloud.allow_insecure_http`),timeoutMs:Number(e.get(`cloud.request_timeout_seconds`)??30)*1e3}}function U(e,t){return`${t} (${xi(e.origin(t))})`}function wi(e){try{return ee(e,`utf8`).trim()||void 0}catch{return}}async function Ti(e){let t=e.config??(await Promise.resolve().then(()=>(Br(),Pr))).loadConfig(),n=Si(t),r=e.url||n.url,i=!e.token&&n.token===void 0&&n.identity!==void 0;if(!e.url&&n.isUrlOfFolder&&(i||await Ei(r)===void 0))throw Ai(t);let a=fe(r,e.url?`The client's option url`:U(t,`cloud.url`),e.allowInsecureHttp??n.allowInsecureHttp),{origin:o}=a,s=t=>t&&Di(n,o)&&Oi(t,o,e),c=e.token||ki(n,o,t)||s(n.identity)||await Ei(r)||s(n.foundIdentity);if(!c)throw Mi(o);let l=e.timeoutMs===void 0?he(n.timeoutMs,U(t,`cloud.request_timeout_seconds`)):he(e.timeoutMs,`The client's option timeoutMs`);return{endpoint:a,token:typeof c==`string`?me(c):c,timeoutMs:l}}async function Ei(e){if(!URL.canParse(e))return;let{findLogin:t}=await Promise.resolve().then(()=>(ui(),Vr));return t(new URL(e).origin)}function Di({url:e},t){return URL.canParse(e)&&new URL(e).origin===t}function Oi(e,t,{fetch:n}){return async()=>{let{readIdentity:r}=await Promise.resolve().then(()=>(_i(),di));return r(e,t,n)}}function ki(e,t,n){let{token:r,isTokenOfFolder:i}=e;if(r===void 0||!Di(e,t))return``;if(i)throw ji(n);return r}function Ai(e){return new y(`UNTRUSTED_URL`,`${U(e,`cloud.url`)} names a server that you have not logged in to. Nothing was sent to it.`,`If you trust this folder and that server: keyfold login URL. Or set KEYFOLD__CLOUD__URL to another.`)}function ji(e){return new y(`UNTRUSTED_TOKEN`,`${U(e,`cloud.token`)} is the token of whoever wrote that file: what you set would be theirs. It was not used.`,`Take it out of there; use keyfold login URL, or KEYFOLD__CLOUD__TOKEN.`)}function Mi(e){return new y(`NO_TOKEN`,`There is no token for ${e}.`,`Log in (keyfold login ${e}), or set KEYFOLD__CLOUD__TOKEN with KEYFOLD__CLOUD__URL, or give the client both.`)}var Ni,Pi,Fi,Ii,Li,Ri=g((()=>{lt(),b(),Ni=Object.defineProperty,Pi=(e,t)=>{let n={};for(var r in e)Ni(n,r,{get:e[r],enumerable:!0});return t||Ni(n,Symbol.toStringTag,{value:`Module`}),n},Fi=`/var/run/secrets/keyfold/token`,Ii=/* @__PURE__ */ new WeakMap,Li=/* @__PURE__ */ Pi({connectByConfiguration:()=>Ti})}));b();const zi={now:()=>Date.now(),after(e,t){let n=setTimeout(t,e);return()=>clearTimeout(n)}};var W=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};const Bi=new W(`
    query Access($name: String!) {
  access(name: $name) {
    kind
    id
    name
    through
  }
}
    `),Vi=new W(`
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
    `),Hi=new W(`
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
    `),Ui=new W(`
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
    `),Wi=new W(`
    mutation CreateToken($input: createTokenInput!) {
  createToken(input: $input) {
    id
    token
    role
    expiresAt
  }
}
    `),Gi=new W(`
    mutation CreateTrust($input: createTrustInput!) {
  createTrust(input: $input) {
    id
  }
}
    `),Ki=new W(`
    mutation DeleteSecret($input: deleteSecretInput!) {
  deleteSecret(input: $input) {
    success
  }
}
    `),qi=new W(`
    mutation DeleteTrust($input: deleteTrustInput!) {
  deleteTrust(input: $input) {
    success
  }
}
    `),Ji=new W(`
    mutation DescribeSecret($input: describeSecretInput!) {
  describeSecret(input: $input) {
    success
  }
}
    `),Yi=new W(`
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
    `),Xi=new W(`
    mutation EndRun($input: endRunInput!) {
  endRun(input: $input) {
    success
  }
}
    `),Zi=new W(`
    mutation ExtendRun($input: extendRunInput!) {
  extendRun(input: $input) {
    id
    expiresAt
  }
}
    `),Qi=new W(`
    query Folders($where: folder_bool_exp, $limit: Int, $after: String) {
  folders(where: $where, limit: $limit, after: $after) {
    folder
    secrets
  }
}
    `),$i=new W(`
    mutation OpenRun($input: openRunInput!) {
  openRun(input: $input) {
    id
    token
    expiresAt
  }
}
    `),ea=new W(`
    mutation RestoreSecret($input: restoreSecretInput!) {
  restoreSecret(input: $input) {
    success
    version
  }
}
    `),ta=new W(`
    mutation RevokeToken($input: revokeTokenInput!) {
  revokeToken(input: $input) {
    success
  }
}
    `),na=new W(`
    mutation RollbackSecret($input: rollbackSecretInput!) {
  rollbackSecret(input: $input) {
    success
    version
  }
}
    `),ra=new W(`
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
    `),ia=new W(`
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
    `),aa=new W(`
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
    `),oa=new W(`
    query SecretNames($limit: Int, $offset: Int) {
  secret(order_by: {name: asc}, limit: $limit, offset: $offset) {
    name
  }
}
    `),sa=new W(`
    query SecretValue($name: String!) {
  secretValue(name: $name)
}
    `),ca=new W(`
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
    `),la=new W(`
    query Secrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int) {
  secret(where: $where, order_by: $orderBy, limit: $limit, offset: $offset) {
    name
    version
    createdAt
    updatedAt
    updatedBy
  }
}
    `),ua=new W(`
    mutation SetSecret($input: setSecretInput!) {
  setSecret(input: $input) {
    success
    version
  }
}
    `),da=new W(`
    mutation SetSecrets($input: [setSecretInput!]!) {
  setSecrets(input: $input) {
    success
    versions
  }
}
    `),fa=new W(`
    query Teams($limit: Int, $offset: Int) {
  teams(limit: $limit, offset: $offset) {
    id
    name
    createdAt
  }
}
    `),pa=new W(`
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
    `),ma=new W(`
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
    `),ha=new W(`
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
    `),ga=new W(`
    mutation UseSecret($input: useSecretInput!) {
  useSecret(input: $input) {
    value
  }
}
    `),_a=new W(`
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
    `),G={attempts:4,minDelayMs:100,maxDelayMs:5e3};function va(e){if(e===!1)return{...G,attempts:1};let{attempts:t=G.attempts,minDelayMs:n=G.minDelayMs,maxDelayMs:r=G.maxDelayMs}=e??{},i=e=>Number.isFinite(e)&&e>=0;if(Number.isInteger(t)&&t>=1&&i(n)&&i(r))return{attempts:t,minDelayMs:n,maxDelayMs:r};throw new y(`INVALID_OPTIONS`,`The client's option retry is not valid.`,`attempts is a whole number from 1; minDelayMs and maxDelayMs are milliseconds from 0.`)}function ya(e,{minDelayMs:t,maxDelayMs:n},r){return r*Math.min(n,t*2**Math.min(e-1,60))}var ba=class{#e=20;take(){return this.#e<1?!1:(--this.#e,!0)}earn(){this.#e=Math.min(20,this.#e+.1)}};function xa(e,t){let n=e?.trim()??``;if(/^\d+$/.test(n))return Number(n)*1e3;if(!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(n))return;let r=Date.parse(n.endsWith(`GMT`)?n:`${n} GMT`);return Number.isNaN(r)?void 0:Math.max(0,r-t)}function Sa(e){return`docs/${e}`}function Ca(e){return Sa(`errors/${e}.md`)}var K=class extends Error{error;repeat;retryAfterMs;constructor(e,t,n){super(e.message),this.error=e,this.repeat=t,this.retryAfterMs=n}};const wa=/* @__PURE__ */ new Set([429,500,502,503,504]),Ta={401:`UNAUTHENTICATED`,403:`FORBIDDEN`,413:`LIMIT_EXCEEDED`,429:`RATE_LIMITED`};function Ea(e,t,n){let{status:r,retryAfterMs:i}=e;return new K(Da(e,t,n)??ka(r,t),wa.has(r)?`if-repeatable`:`never`,i)}function q(e,t,n){return new y(`INVALID_RESPONSE`,`${e} did not answer as a Keyfold server does: ${t}.`,`Check that the URL is a Keyfold server's, and what stands between it and you.`,n)}function Da({status:e,errors:t},n,r){let i=Array.isArray(t)?t[0]:void 0,{message:a,extensions:o}=Object(i),{code:s,tip:c}=Object(o);if(e===404||typeof a!=`string`||typeof s!=`string`||!/^[A-Z][A-Z0-9_]{1,60}$/.test(s))return;let l=typeof c==`string`&&c!==``?Aa(c,r):La(s);return new y(s,Oa(Aa(a,r)),l,e,n)}function Oa(e){return e===`No value found for the requested key`?`There is no secret of this name.`:e}function ka(e,t){let n=Ta[e]??(e>=500?`SERVER_UNREACHABLE`:`INVALID_RESPONSE`);return n===`INVALID_RESPONSE`?q(t,e===200?`its error has no code`:`it answered HTTP ${e}`,e):new y(n,`${t} answered HTTP ${e}.`,La(n),e)}function Aa(e,t){return e.replaceAll(t,`<token>`).replace(/\p{Cc}+/gu,` `).slice(0,1e3)}const ja=/* @__PURE__ */ new Set([`ECONNREFUSED`,`ENOTFOUND`,`EAI_AGAIN`,`ENETUNREACH`,`EHOSTUNREACH`,`EADDRNOTAVAIL`,`UND_ERR_CONNECT_TIMEOUT`,`ConnectionRefused`,`FailedToOpenSocket`]),Ma=/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/;function Na(e,t){let n=Pa(e),r=n===void 0?``:` (${n})`;return(n===void 0?Fa(e):Ma.test(n))?new K(new y(`SERVER_UNREACHABLE`,`The certificate of ${t} was not accepted${r}. Nothing was sent.`,`Check that the URL has the name that the certificate is for; NODE_EXTRA_CA_CERTS adds an authority of your own.`),`never`):new K(new y(`SERVER_UNREACHABLE`,`There was no answer from ${t}${r}.`,`Check that the server runs and that the URL is its address; keyfold doctor looks into it.`),ja.has(n??``)?`always`:`if-repeatable`)}function Pa(e){let t=e;for(let e=0;e<5&&typeof t==`object`&&t;e+=1){let{code:e,cause:n,errors:r}=t;if(typeof e==`string`&&/^\w{3,60}$/.test(e))return e;t=n??(Array.isArray(r)?r[0]:void 0)}}function Fa(e){return e instanceof Error&&/certificate/i.test(`${e.message} ${String(e.cause)}`)}const Ia={UNAUTHENTICATED:`Log in again, or use a token that has neither expired nor been revoked.`,FORBIDDEN:`Use a token of a role that may do this.`,NOT_FOUND:`See what is there with: keyfold secret list.`,RUN_ENDED:`Open a new run; extend a long one before it expires.`,RUN_EXPIRED:`Open a new run; extend a long one before it expires.`,NAME_NOT_ALLOWED:`Add the name to the list with which the run is opened.`,BAD_INPUT:`Compare the request with the server's schema.`,LIMIT_EXCEEDED:`Send less in one request.`,RATE_LIMITED:`Send fewer requests, or try again in a second.`,LIST_TIMEOUT:`Narrow the list by its filters, or read it in pages that go on behind a row.`,ISSUER_UNAVAILABLE:`Try again; the server's operator can see in its log why the issuer can't be asked.`,AUDIT_UNAVAILABLE:`The server's operator has to look at its audit log; /readyz says which part is not ready.`,DATABASE_UNAVAILABLE:`The server's operator has to look at its database; /readyz says which part is not ready.`,VAULT_UNAVAILABLE:`The server's operator has to look at its vault; /readyz says which part is not ready.`,DECRYPTION_FAILED:`The server's operator has to check its master key and its database.`,KEY_USED_UP:`The server's operator has to give the team a new data key: keyfold-server rotate-key --data-keys.`,CONFLICT:`Look at what is there already, then try again.`,INTERNAL:`The server's log says more, under the id of the request.`,SERVER_UNREACHABLE:`Try again, and see whether the server runs; keyfold doctor looks into it.`};function La(e){return Ia[e]??`See ${Ca(e)}.`}async function Ra({fetch:e,clock:t},{endpoint:n,token:r},{document:i,variables:a},o){let{origin:s}=n,c=typeof r==`string`?r:await za(r),l,{status:u,data:d,errors:f}=await Ha(new Ye(n.href,{excludeOperationName:!0,errorPolicy:`all`,jsonSerializer:{stringify:Ua,parse:JSON.parse},fetch:async(r,i)=>{let{response:a,text:s}=await Ga(e,n,{method:`POST`,headers:Ba(c),body:String(i?.body),signal:o},268435456);l=xa(a.headers.get(`retry-after`),t.now());let{ok:u,status:d}=a;return{ok:u,status:d,headers:a.headers,text:async()=>s}}}),i,a,s);if(Va(f)||u<200||u>299)throw Ea({status:u,errors:f,retryAfterMs:l},s,c);if(typeof d==`object`&&d)return d;throw new K(q(s,`it has no data`,u),`never`)}async function za(e){try{return await e()}catch(e){throw e instanceof y?new K(e,`never`):e}}function Ba(e){return{accept:`application/json`,authorization:`Bearer ${e}`,"content-type":`application/json`}}function Va(e){return Array.isArray(e)?e.length>0:!!e}async function Ha(e,t,n,r){try{return await e.rawRequest({query:t,...n?{variables:n}:{}})}catch(e){if(e instanceof K)throw e;let{status:t,errors:n}=Object(e?.response);if(t!==void 0)return{status:t,errors:n};throw new K(q(r,`the answer is not one of GraphQL`),`never`)}}function Ua(e){try{return JSON.stringify(e,Wa)}catch{throw new K(new y(`BAD_INPUT`,`The variables hold something that is not JSON. Nothing was sent.`,`Numbers must be finite, a bigint a string, a Map an object; reveal() what is redacted.`),`never`)}}function Wa(e,t){let n=Object(this)[e];if(typeof t==`number`&&!Number.isFinite(t)||typeof t==`function`||typeof t==`symbol`||t===void 0&&Array.isArray(this)||t instanceof Map||t instanceof Set||ArrayBuffer.isView(t)||typeof Object(n).reveal==`function`)throw TypeError(`not JSON`);return t}async function Ga(e,t,n,r){let{origin:i}=t,a=t;for(let t=0;;t+=1){let o=await Ka(e,a,n),s=Ja(o,a);if(s===void 0)return{response:o,text:await qa(o,i,r)};if(await o.body?.cancel().catch(()=>{}),t===5)throw J(q(i,`it redirects in a circle`,o.status));a=s}}async function Ka(e,t,n){try{return await e(t.href,{...n,redirect:`manual`})}catch(e){throw Na(e,t.origin)}}async function qa(e,t,n){let r;try{r=await Xa(e,n)}catch(e){throw Na(e,t)}if(r===void 0)throw J(q(t,`the answer is too long, or no text`,e.status));return r}function Ja(e,t){let{origin:n}=t,r=e.url?new URL(e.url).origin:n;if(e.type===`opaqueredirect`||r!==n)throw Ya(n,e.status);let i=e.headers.get(`location`);if(![301,302,303,307,308].includes(e.status)||i===null)return;let a=URL.canParse(i,t.href)?new URL(i,t):void 0;if(a?.origin!==n)throw Ya(n,e.status);if(e.status<307)throw J(q(n,`the API has moved`,e.status));return a}function Ya(e,t){return J(new y(`CROSS_ORIGIN_REDIRECT`,`${e} redirects to another origin, which the token was not given for. Nothing was sent there.`,`If the server has moved, set its new URL and log in there.`,t))}function J(e){return new K(e,`never`)}async function Xa(e,t){if(Number(e.headers.get(`content-length`)??0)>t){await e.body?.cancel();return}if(!e.body){let n=await e.text();return n.length>t?void 0:n}let n=e.body.getReader(),r=new TextDecoder(`utf-8`,{fatal:!0}),i=``,a=0;for(;;){let{done:e,value:o}=await n.read();if(e)break;a+=o.byteLength;let s=a>t?void 0:Za(r,o);if(s===void 0){await n.cancel();return}i+=s}let o=Za(r);return o===void 0?void 0:i+o}function Za(e,t){try{return t?e.decode(t,{stream:!0}):e.decode()}catch{return}}var Qa=class{signal;lastError;#e;#t;#n;constructor(e,t,n,r){let i=new AbortController;this.signal=i.signal,this.#e=e,this.#t=e.now()+t;let a=()=>i.abort(r?.reason),o=e.after(t,()=>i.abort($a(t,n,this.lastError)));r?.addEventListener(`abort`,a,{once:!0}),r?.aborted&&a(),this.#n=()=>{o(),r?.removeEventListener(`abort`,a)}}hasTimeFor(e){return this.#e.now()+e<this.#t}until(e){let{signal:t}=this;return new Promise((n,r)=>{let i=()=>r(t.reason);t.aborted&&i(),t.addEventListener(`abort`,i,{once:!0}),e.then(n,r).finally(()=>t.removeEventListener(`abort`,i))})}async wait(e){let t=()=>{},n=new Promise(n=>{t=this.#e.after(e,n)});await this.until(n).finally(()=>t())}close(){this.#n()}};function $a(e,t,n){let r=n?` The last attempt: ${n.message}`:``;return new y(`TIMEOUT`,`There was no answer from ${t} within ${e/1e3} s.${r}`,`See whether the server is overloaded or far away; cloud.request_timeout_seconds or timeoutMs gives it longer.`)}function Y(e,t,n,r){let i=Object.hasOwn(e,t)?e[t]:void 0;if({object:eo(i),list:to(i),value:i!==void 0}[n]&&i!==void 0)return i;throw q(r,`its ${t} is missing, or not what the schema says`)}function eo(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}function to(e){return Array.isArray(e)&&e.every(eo)}function no(e,t,n){let r=new Map(t.map(e=>[e.name,e]));return e.map(e=>{let{value:t,error:i}=r.get(e)??{};if(i)return{name:e,error:{code:String(i.code),message:Oa(String(i.message))}};if(t!==void 0)return{name:e,value:t};throw q(n,`a name that was asked for has no answer`)})}function ro(){return globalThis.process?.env??{}}const io=/^(?:https?|all)_proxy$/i;function ao(){return globalThis.navigator?.userAgent?.startsWith(`Node.js/`)??!1}const oo=async(e,t)=>{let{hostname:n}=new URL(String(e)),r=de(n)&&Object.keys(ro()).some(e=>io.test(e));if(!ao()&&!r)return globalThis.fetch(e,t);let{httpFetch:i}=await Promise.resolve().then(()=>(ot(),Ze));return i(e,t)};let so=!1;function co(){so||ro().NODE_TLS_REJECT_UNAUTHORIZED!==`0`||(so=!0,process.emitWarning(`NODE_TLS_REJECT_UNAUTHORIZED is 0: the certificates of servers are not checked, so whoever is on the way can read the token and the values. NODE_EXTRA_CA_CERTS adds an authority of your own.`,{code:`KEYFOLD_TLS_UNVERIFIED`}))}function lo(e,{clock:t,random:n}){let r={fetch:e.fetch??oo,policy:va(e.retry),budget:new ba,clock:t,random:n},i,a=async()=>{co(),i??=go(e);try{return await i}catch(e){throw i=void 0,e}},o=async({signal:e,timeoutMs:n},i)=>{e?.throwIfAborted();let o=await a(),{origin:s}=o.endpoint,c=new Qa(t,n===void 0?o.timeoutMs:he(n,`The call's option timeoutMs`),s,e);try{return await i(e=>_o(r,o,e,c),s)}finally{c.close()}};return async(e,t)=>{let n=/* @__PURE__ */ Error();try{return await o(e,t)}catch(e){throw ue(e,n.stack),e}}}const uo=1e3;function X(e,t,n,r,i={}){return e(i,async(e,i)=>Y(await e({document:String(t),variables:r,repeatable:!1}),n,`object`,i))}function Z(e,t,n,r,i,a={}){return e(a,async(e,a)=>Y(await e({document:String(t),variables:i,repeatable:!0}),n,r,a))}function fo(e,t,n,r,i,a={}){return e(a,async(e,a)=>{let o=async t=>e({document:String(t),variables:i,repeatable:!0});try{return Y(await o(t),n,`list`,a)}catch(e){if(!(e instanceof y)||e.code!==`BAD_INPUT`||po(i))throw e;return Y(await o(r.document),n,`list`,a).map(r.complete)}})}function po(e){return`after`in e&&e.after!=null}function mo(e,t={}){return e(t,async(e,t)=>{let n=/* @__PURE__ */ new Set;for(let r=0;;r+=uo){let i=Y(await e({document:String(oa),variables:{limit:uo,offset:r},repeatable:!0}),`secret`,`list`,t);for(let{name:e}of i)n.add(e);if(i.length<uo)return[...n]}})}function ho(e,t,n={}){return e(n,async(e,n)=>{if(t.length===0)return[];let r={names:[...t]};return no(t,Y(await e({document:String(ca),variables:r,repeatable:!0}),`secretValues`,`list`,n),n)})}async function go(e){let{url:t,token:n,timeoutMs:r}=e;if(e.config||!t||!n){let t=await Promise.resolve().then(()=>(Ri(),vi)).then(e=>e.t).catch(()=>void 0);if(t)return t.connectByConfiguration(e);throw new y(`INVALID_OPTIONS`,`The client has no url or no token, and this runtime has no files that a configuration could be in.`,`Give createClient both.`)}return{endpoint:fe(t,`The client's option url`,e.allowInsecureHttp??!1),token:me(n),timeoutMs:he(r??3e4,`The client's option timeoutMs`)}}async function _o(e,t,n,r){let{policy:i,budget:a}=e;for(let o=1;;o+=1)try{let i=await r.until(Ra(e,t,n,r.signal));return a.earn(),i}catch(t){if(!(t instanceof K))throw t;r.lastError=t.error;let s=ya(o,i,e.random())+(t.retryAfterMs??0);if(!((t.repeat===`always`||t.repeat===`if-repeatable`&&n.repeatable)&&o<i.attempts&&r.hasTimeFor(s)&&a.take()))throw t.error;await r.wait(s)}}const vo={admin:[`admin`,`runner`],editor:[`editor`],runner:[`runner`],auditor:[`auditor`]},yo={document:pa,complete:e=>({...e,grants:vo[e.role].map(e=>({role:e,names:null,runSeconds:null,uses:null})),createdBy:null})},bo={document:ra,complete:e=>({...e,names:null,folder:null,uses:null,openedById:null})},xo={document:Vi,complete:e=>({asked:null,label:null,version:null,address:null,agent:null,detail:null,...e})};var So=class{#e;constructor(e){this.#e=e}setSecret(e,t){return X(this.#e,ua,`setSecret`,{input:e},t)}setSecrets(e,t){return X(this.#e,da,`setSecrets`,{input:e},t)}deleteSecret(e,t){return Z(this.#e,Ki,`deleteSecret`,`object`,{input:e},t)}restoreSecret(e,t){return X(this.#e,ea,`restoreSecret`,{input:e},t)}describeSecret(e,t){return Z(this.#e,Ji,`describeSecret`,`object`,{input:e},t)}rollbackSecret(e,t){return X(this.#e,na,`rollbackSecret`,{input:e},t)}secretNames(e){return mo(this.#e,e)}secrets(e={},t){return e.after==null?Z(this.#e,la,`secret`,`list`,e,t):this.describedSecrets(e,t)}describedSecrets(e={},t){return Z(this.#e,Yi,`secret`,`list`,e,t)}folders(e={},t){return Z(this.#e,Qi,`folders`,`list`,e,t)}async secret(e,t){let[n]=await Z(this.#e,aa,`secret`,`list`,{name:e},t);return n}secretValue(e,t){return Z(this.#e,sa,`secretValue`,`value`,{name:e},t)}secretValues(e,t){return ho(this.#e,e,t)}async useSecret(e,t){return(await X(this.#e,ga,`useSecret`,{input:e},t)).value}openRun(e={},t){return X(this.#e,$i,`openRun`,{input:e},t)}extendRun(e,t){return Z(this.#e,Zi,`extendRun`,`object`,{input:e},t)}endRun(e,t){return Z(this.#e,Xi,`endRun`,`object`,{input:e},t)}runs(e={},t){return fo(this.#e,ia,`runs`,bo,e,t)}whoami(e){return Z(this.#e,_a,`whoami`,`object`,{},e)}access(e,t){return Z(this.#e,Bi,`access`,`list`,{name:e},t)}createTeam(e,t){return X(this.#e,Ui,`createTeam`,{input:e},t)}teams(e={},t){return Z(this.#e,fa,`teams`,`list`,e,t)}createToken(e,t){return X(this.#e,Wi,`createToken`,{input:e},t)}tokens(e={},t){return fo(this.#e,ma,`tokens`,yo,e,t)}revokeToken(e,t){return Z(this.#e,ta,`revokeToken`,`object`,{input:e},t)}createTrust(e,t){return X(this.#e,Gi,`createTrust`,{input:e},t)}trusts(e){return Z(this.#e,ha,`trusts`,`list`,{},e)}deleteTrust(e,t){return Z(this.#e,qi,`deleteTrust`,`object`,{input:e},t)}auditEvents(e={},t){return fo(this.#e,Hi,`auditEvents`,xo,e,t)}request(e,t,n={}){let r=String(e),i=!/\bmutation\b/.test(r);return this.#e(n,e=>e({document:r,variables:t,repeatable:i}))}};function Co(e={}){return new So(lo(e,{clock:zi,random:Math.random}))}Br();function wo(e){let t=t=>(e[`INPUT_${t.toUpperCase()}`]??``).trim(),n=[...To(t(`env`),`env`,`value`),...To(t(`files`),`files`,`file`)],r=n.map(({variable:e})=>e),i=r.find((e,t)=>r.indexOf(e)!==t);if(i)throw Q(`The variable ${i} is set twice.`,`Give each variable one secret.`);let a={url:t(`url`),named:n,allow:Eo(t(`allow`)),folder:t(`folder`)||void 0,ttlSeconds:Number(t(`ttl-seconds`)||3600),label:t(`label`)||void 0,trust:t(`trust`)||void 0};if(a.url===``)throw Q(`There is no url.`,`Give the server's address.`);if(n.length+a.allow.length===0)throw Q(`There is no secret.`,`Name some in env, files or allow.`);if(!Number.isInteger(a.ttlSeconds))throw Q(`ttl-seconds is no whole number.`,`Give it in seconds.`);return a}function To(e,t,n){return Eo(e).map((e,r)=>{let[,i,a]=/^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/u.exec(e)??[];if(i===void 0||a===void 0)throw Q(`Line ${r+1} of ${t} is not a variable and a secret's name.`,`Write VARIABLE=secret name.`);return{variable:i,name:a,as:n}})}function Eo(e){return e.split(`
`).map(e=>e.trim()).filter(e=>e!==``)}function Q(e,t){return new v(`BAD_INPUT`,e,t)}(class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{Do(e,`KeyfoldError`)}});function Do(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function Oo(e,t=` `){let{message:n=String(e),tip:r}=Object(e);return r?`${n}${t}${r}`:n}function ko(e){let{code:t}=Object(e);return typeof t==`string`?t:``}function Ao(e,t){let n=t.replaceAll(`%`,`%25`).replaceAll(`\r`,`%0D`).replaceAll(`
`,`%0A`);process.stdout.write(`::${e}::${n}\n`)}function jo(e){if(e.trim()===``)return;let t=e.split(/\r?\n|\r/).map(e=>e.trim());for(let n of/* @__PURE__ */ new Set([e,...t.filter(e=>e.length>=4)]))Ao(`add-mask`,n)}function $(e,t,n){Io(e,`GITHUB_ENV`,t,n)}function Mo(e,t,n){Io(e,`GITHUB_STATE`,t,n)}function No(e,t){return e[`STATE_${t}`]??``}function Po(e){Ao(`warning`,e)}async function Fo(e){try{await e()}catch(e){Ao(`error`,Oo(e)),process.exitCode=1}}function Io(e,t,n,r){let i=`keyfold-${oe()}`;a(e[t]??``,`${n}<<${i}\n${r}\n${i}\n`)}async function Lo(e){Mo(e,`step`,`main`);let t=wo(e),n=await Ro(e,t);jo(n.token);for(let[r,i]of Object.entries({url:t.url,run:n.id,token:n.token}))Mo(e,r,i);t.named.length>0&&await zo(e,t,Co({url:t.url,token:n.token})),t.allow.length>0&&Vo(e,t.url,n.token)}async function Ro(e,{url:t,trust:n=``,named:r,allow:i,...a}){let o=tr({env:e,files:[],overrides:{cloud:{url:t,identity:`github`,trust:n,token:``,token_file:``}}}),{folder:s=null,label:c=null,ttlSeconds:l}=a,u=[.../* @__PURE__ */ new Set([...r.map(({name:e})=>e),...i])];return Co({config:o}).openRun({folder:s,label:c,ttlSeconds:l,allow:u,trust:n||null})}async function zo(e,{named:t},n){let i=[...new Set(t.map(({name:e})=>e))],a=await n.secretValues(i),o=a.flatMap(({name:e,error:t})=>t?[`${JSON.stringify(e)} (${t.code})`]:[]);if(o.length>0)throw Uo(o);let s=new Map(a.map(({name:e,value:t})=>[e,Ho(t)]));for(let e of s.values())jo(e);let c;for(let{variable:n,name:i,as:a}of t){let t=s.get(i)??``;if(a===`file`)c??=Bo(e),ae(r(c,n),t,{mode:384,flag:`wx`}),$(e,n,r(c,n));else{if(t.includes(`\0`))throw Wo(i);$(e,n,t)}}}function Bo(e){let n=f(r(e.RUNNER_TEMP||t(),`keyfold-`));return Mo(e,`folder`,n),n}function Vo(e,t,n){$(e,`KEYFOLD__CLOUD__URL`,t),$(e,`KEYFOLD__CLOUD__TOKEN`,n),$(e,`KEYFOLD__CLOUD__USE_LOCAL_SECRETS`,`false`)}function Ho(e){return typeof e==`string`?e:JSON.stringify(e)}function Uo(e){return new v(`SECRETS_UNAVAILABLE`,`These secrets can't be read: ${e.join(`, `)}.`,`See keyfold access NAME for who can read one, and keyfold audit for what was refused.`)}function Wo(e){return new v(`NOT_A_VARIABLE`,`The value of ${JSON.stringify(e)} holds a NUL.`,`Give it under files.`)}const Go=/* @__PURE__ */ new Set([`RUN_ENDED`,`RUN_EXPIRED`]);function Ko(e){return Go.has(ko(e))}function qo(e){return No(e,`step`)!==``}async function Jo(e){let[t,n,r,i]=[`url`,`run`,`token`,`folder`].map(t=>No(e,t));if(i&&h(i,{recursive:!0,force:!0}),t&&n&&r)try{await Co({url:t,token:r}).endRun({id:n})}catch(e){Ko(e)||Po(`The run could not be ended. ${Oo(e)}`)}}const Yo=ce();await Fo(()=>qo(Yo)?Jo(Yo):Lo(Yo));export{};
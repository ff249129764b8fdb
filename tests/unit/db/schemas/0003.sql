BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('f904fbcd-e07c-50ab-a664-274ebd15aef4','36d37cc8-841d-4891-ab67-f3e507c44653','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795665428111);
INSERT INTO "artifacts" VALUES('3930b9e9-b89b-5893-8b89-92536e85c738','d3977f50-dd7c-4281-b5cd-c59588abbe2a','fetch','source','talk-8.00-0288f265.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795665428200);
INSERT INTO "artifacts" VALUES('2f7a292c-b477-5154-a595-8eb5887eff60','d3977f50-dd7c-4281-b5cd-c59588abbe2a','audio','audio','talk-8.00-0288f265.mp3','audio/mpeg','764542ae54a52e1f312d8cf601b35da07cf4760552c2307b3d4972b7764f06e5','.mp3',258122,1795665430277);
INSERT INTO "artifacts" VALUES('d2c48e2b-5b88-5d66-b8fa-00a9e235ec28','d3977f50-dd7c-4281-b5cd-c59588abbe2a','speech','waveform','talk-8.00-0288f265 waveform.json','application/json','1a947c587089b5bd6b76106016d077bef4b27288b30d3feaf342928109213f41','.json',1145,1795665431589);
INSERT INTO "artifacts" VALUES('37b8adb6-115f-5ef0-806d-1883074c79e5','d3977f50-dd7c-4281-b5cd-c59588abbe2a','scenes','poster','talk-8.00-0288f265 poster.jpg','image/jpeg','7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c','.jpg',11514,1795665432897);
INSERT INTO "artifacts" VALUES('59da4a8a-5fcc-5381-987d-258e46e16a00','d3977f50-dd7c-4281-b5cd-c59588abbe2a','scenes','sprite','talk-8.00-0288f265 storyboard.jpg','image/jpeg','04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b','.jpg',16225,1795665432897);
INSERT INTO "artifacts" VALUES('a6b02c18-4f99-5e77-8903-546e8a74ad10','d3977f50-dd7c-4281-b5cd-c59588abbe2a','transcribe','transcript','talk-8.00-0288f265.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795665434668);
INSERT INTO "artifacts" VALUES('6c295989-a989-5d27-b159-1fe22de65311','d3977f50-dd7c-4281-b5cd-c59588abbe2a','transcribe','transcript','talk-8.00-0288f265.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795665434668);
INSERT INTO "artifacts" VALUES('226cb1c3-3a56-54bc-85c9-5ceaafb0be8e','d3977f50-dd7c-4281-b5cd-c59588abbe2a','transcribe','transcript','talk-8.00-0288f265.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795665434668);
INSERT INTO "artifacts" VALUES('c1bd4d0c-79f2-51ef-97cc-dd32e313c604','d3977f50-dd7c-4281-b5cd-c59588abbe2a','clips','clip','talk-8.00-0288f265 clip 1.mp4','video/mp4','28f42b6df40b0cda7a3531dc5e4977720f74733aee6995d02d1fe4283b277fe8','.mp4',187696,1795665436991);
INSERT INTO "artifacts" VALUES('ca469328-f431-5757-98d1-8c4990f879a9','d3977f50-dd7c-4281-b5cd-c59588abbe2a','clips','clip_thumbnail','talk-8.00-0288f265 clip 1.jpg','image/jpeg','4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615','.jpg',12596,1795665436991);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',1,'job_update',1795665427209,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(2,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',2,'job_update',1795665427234,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(3,'36d37cc8-841d-4891-ab67-f3e507c44653',1,'job_update',1795665427234,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(4,'36d37cc8-841d-4891-ab67-f3e507c44653',2,'job_update',1795665427251,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',3,'job_update',1795665427363,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 12.5, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(6,'36d37cc8-841d-4891-ab67-f3e507c44653',3,'job_update',1795665427363,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 3.6, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(7,'36d37cc8-841d-4891-ab67-f3e507c44653',4,'job_update',1795665428111,'{"status": "processing", "progress": 85.6, "stage": "fetch", "eta_seconds": 0.5, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 0.8, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(8,'36d37cc8-841d-4891-ab67-f3e507c44653',5,'job_update',1795665428124,'{"status": "processing", "progress": 85.6, "stage": "audio", "eta_seconds": 0.5, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(9,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',4,'job_update',1795665428200,'{"status": "processing", "progress": 23.1, "stage": "fetch", "eta_seconds": 12.1, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 0.915, "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(10,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',5,'job_update',1795665428766,'{"status": "processing", "progress": 23.1, "stage": "audio", "eta_seconds": 8.9, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.494}');
INSERT INTO "events" VALUES(11,'36d37cc8-841d-4891-ab67-f3e507c44653',6,'error',1795665428776,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(12,'36d37cc8-841d-4891-ab67-f3e507c44653',7,'job_update',1795665428776,'{"status": "failed", "progress": 85.6, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(13,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',6,'log',1795665429979,'{"level": "info", "message": "audio extracted", "stage": "audio", "format": "mp3", "quality": "high", "duration_s": 8.04}');
INSERT INTO "events" VALUES(14,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',7,'job_update',1795665430267,'{"status": "processing", "progress": 23.1, "stage": "speech", "eta_seconds": 8.3, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 1.929}');
INSERT INTO "events" VALUES(15,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',8,'job_update',1795665430277,'{"status": "processing", "progress": 23.1, "stage": "audio", "eta_seconds": 8.2, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.433, "waited_seconds": 0.494}');
INSERT INTO "events" VALUES(16,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',9,'log',1795665431206,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "duration_s": 8.0, "expected_s": 8.08}');
INSERT INTO "events" VALUES(17,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',10,'job_update',1795665431566,'{"status": "processing", "progress": 23.8, "stage": "scenes", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 3.321}');
INSERT INTO "events" VALUES(18,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',11,'job_update',1795665431589,'{"status": "processing", "progress": 23.8, "stage": "speech", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.389, "waited_seconds": 1.929}');
INSERT INTO "events" VALUES(19,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',12,'job_update',1795665431615,'{"status": "processing", "progress": 23.8, "stage": "transcribe", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(20,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',13,'log',1795665432326,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "device": "cpu"}');
INSERT INTO "events" VALUES(21,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',14,'log',1795665432850,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "language": "en", "probability": 1.0}');
INSERT INTO "events" VALUES(22,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',15,'log',1795665432863,'{"level": "info", "message": "scenes found", "stage": "scenes", "cuts": 0, "focus_points": 17}');
INSERT INTO "events" VALUES(23,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',16,'job_update',1795665432897,'{"status": "processing", "progress": 34.8, "stage": "scenes", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.326, "waited_seconds": 3.321}');
INSERT INTO "events" VALUES(24,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',17,'transcript_segment',1795665434598,'{"index": 0, "start": 0.59, "end": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "flags": [], "words": [{"start": 0.59, "end": 0.97, "text": " Hello", "probability": 0.9979}, {"start": 0.97, "end": 1.43, "text": " everyone", "probability": 0.9991}, {"start": 1.43, "end": 1.59, "text": " and", "probability": 0.9974}, {"start": 1.59, "end": 1.93, "text": " welcome", "probability": 0.9999}, {"start": 1.93, "end": 2.13, "text": " to", "probability": 0.9987}, {"start": 2.13, "end": 2.29, "text": " my", "probability": 0.9988}, {"start": 2.29, "end": 2.81, "text": " channel.", "probability": 0.9985}]}');
INSERT INTO "events" VALUES(25,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',18,'transcript_segment',1795665434611,'{"index": 1, "start": 3.62, "end": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "flags": [], "words": [{"start": 3.62, "end": 3.98, "text": " Today", "probability": 0.9991}, {"start": 3.98, "end": 4.14, "text": " we", "probability": 0.9982}, {"start": 4.14, "end": 4.28, "text": " are", "probability": 0.9997}, {"start": 4.28, "end": 4.64, "text": " going", "probability": 0.9995}, {"start": 4.64, "end": 4.84, "text": " to", "probability": 0.9999}, {"start": 4.84, "end": 5.1, "text": " learn", "probability": 0.9993}, {"start": 5.1, "end": 5.48, "text": " about", "probability": 0.9956}, {"start": 5.48, "end": 6.28, "text": " space.", "probability": 0.9918}]}');
INSERT INTO "events" VALUES(26,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',19,'transcript_segment',1795665434623,'{"index": 2, "start": 6.95, "end": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "flags": [], "words": [{"start": 6.95, "end": 7.37, "text": " Tesla", "probability": 0.9921}, {"start": 7.37, "end": 7.49, "text": " will", "probability": 0.9941}, {"start": 7.49, "end": 7.77, "text": " send", "probability": 0.9941}, {"start": 7.77, "end": 7.777, "text": " a", "probability": 0.9708}, {"start": 7.777, "end": 7.79, "text": " ran", "probability": 0.3171}, {"start": 7.79, "end": 7.833, "text": " to", "probability": 0.4141}, {"start": 7.833, "end": 7.89, "text": " the", "probability": 0.5284}, {"start": 7.89, "end": 7.93, "text": " r.", "probability": 0.6542}]}');
INSERT INTO "events" VALUES(27,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',20,'job_update',1795665434668,'{"status": "processing", "progress": 58.8, "stage": "transcribe", "eta_seconds": 6.4, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 3.061, "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(28,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',21,'job_update',1795665434706,'{"status": "processing", "progress": 58.8, "stage": "clips", "eta_seconds": 6.4, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.002}');
INSERT INTO "events" VALUES(29,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',22,'job_update',1795665434724,'{"status": "processing", "progress": 58.8, "stage": "analyse", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(30,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',23,'log',1795665435354,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(31,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',24,'log',1795665435553,'{"level": "info", "message": "clips chosen", "stage": "clips", "count": 1, "done": 0}');
INSERT INTO "events" VALUES(32,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',25,'log',1795665436955,'{"level": "info", "message": "clip cut", "stage": "clips", "index": 0, "start_s": 3.4, "length_s": 4.68}');
INSERT INTO "events" VALUES(33,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',26,'clip_ready',1795665436991,'{"index": 0, "start": 3.4, "end": 8.08, "title": "Tesla will send a ran to the r", "score": 0.6417, "reason": "5 s: whole sentences, a strong opening, much about learn, space and tesla", "parts": {"length": 0.884, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.859, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "c1bd4d0c-79f2-51ef-97cc-dd32e313c604", "url": "/api/v1/jobs/d3977f50-dd7c-4281-b5cd-c59588abbe2a/artifacts/c1bd4d0c-79f2-51ef-97cc-dd32e313c604", "thumbnail_url": "/api/v1/jobs/d3977f50-dd7c-4281-b5cd-c59588abbe2a/artifacts/ca469328-f431-5757-98d1-8c4990f879a9"}');
INSERT INTO "events" VALUES(34,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',27,'job_update',1795665437103,'{"status": "processing", "progress": 77.4, "stage": "clips", "eta_seconds": 3.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 2.374, "waited_seconds": 0.002}');
INSERT INTO "events" VALUES(35,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',28,'log',1795665440146,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',29,'job_update',1795665444758,'{"status": "processing", "progress": 99.9, "stage": "analyse", "eta_seconds": 0.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 10.038, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(37,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',30,'job_update',1795665444760,'{"status": "completed", "progress": 100, "stage": null, "eta_seconds": 0.0, "attempt": 1, "error": null, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'58a95deb-997d-4b58-8ee5-099cf75d22b3',1,'job_update',1795665444765,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(39,'0356c957-04d6-4823-8e9b-a8380f10c777',1,'job_update',1795665444766,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(40,'8b3e53af-5a42-4000-9cf6-8c1da04c302e',1,'job_update',1795665444768,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(41,'8b3e53af-5a42-4000-9cf6-8c1da04c302e',2,'job_update',1795665444769,'{"status": "cancelled", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'aeb2eac1-0661-4def-8967-050b3cdd9e23',1,'job_update',1795665444771,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(43,'aeb2eac1-0661-4def-8967-050b3cdd9e23',2,'job_update',1795665444772,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'aeb2eac1-0661-4def-8967-050b3cdd9e23',3,'error',1795665444773,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'aeb2eac1-0661-4def-8967-050b3cdd9e23',4,'job_update',1795665444773,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_at": "2027-11-26T03:57:24.764Z"}');
INSERT INTO "events" VALUES(46,'e660c11f-18f4-4d0f-84a9-f97ae7b4db23',1,'job_update',1795665444777,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(47,'e660c11f-18f4-4d0f-84a9-f97ae7b4db23',2,'job_update',1795665444778,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795665425708}');
INSERT INTO "flags" VALUES('database','{"id": "f1edf4b341174e44b5952c338f425468"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827201444764}');
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	told INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('d3977f50-dd7c-4281-b5cd-c59588abbe2a','fetch','completed',1.0,'fetch-08197268c67e2d61c2806b3b4bbae649b8b82316f5d9159d7e5fe43540d6c76c',0,1795665427363,9.14689447000455402303e-01,0,3.01291499999933876097e-03);
INSERT INTO "job_stages" VALUES('d3977f50-dd7c-4281-b5cd-c59588abbe2a','audio','completed',1.0,'audio-4eb27421a8d473969dddfcdff55f54b9a64339f4339ec47a7d5a2a4c84a46d8b',0,1795665428766,1.43257936800000607036e+00,0,4.93605046000084257684e-01);
INSERT INTO "job_stages" VALUES('d3977f50-dd7c-4281-b5cd-c59588abbe2a','speech','completed',1.0,'speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd',0,1795665430267,1.389360862000103225e+00,0,1.92927265100024669663e+00);
INSERT INTO "job_stages" VALUES('d3977f50-dd7c-4281-b5cd-c59588abbe2a','scenes','completed',1.0,'scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc',0,1795665431566,1.32582815499972639372e+00,0,3.32095163300073181744e+00);
INSERT INTO "job_stages" VALUES('d3977f50-dd7c-4281-b5cd-c59588abbe2a','transcribe','completed',1.0,'transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610',0,1795665431615,3.0610555650000605965e+00,3,0.0027959720000581);
INSERT INTO "job_stages" VALUES('d3977f50-dd7c-4281-b5cd-c59588abbe2a','analyse','completed',1.0,'analyse-41936b33a3943e9bf7521c1082f7e30665910c3923e2ff72d6548862fb7a65cf',0,1795665434724,1.00378023660005055717e+01,0,7.7097800021874718368e-04);
INSERT INTO "job_stages" VALUES('d3977f50-dd7c-4281-b5cd-c59588abbe2a','clips','completed',1.0,'clips-57ae9dad24adedd025b6bed073863b8347984f882bfdec90d815bed59ce84f93',0,1795665434706,2.37434809099977428559e+00,1,1.71825699999317293986e-03);
INSERT INTO "job_stages" VALUES('36d37cc8-841d-4891-ab67-f3e507c44653','fetch','completed',1.0,'fetch-522dd8c7f2a20a395c1e4c6db2bb7fb7aefea383041d834a6181f89724fc05f5',0,1795665427363,8.0025501399995846441e-01,0,6.27884999630623497068e-04);
INSERT INTO "job_stages" VALUES('36d37cc8-841d-4891-ab67-f3e507c44653','audio','failed',0.0,'audio-94804ed9aa65d953dd3220f00d320f9007e7a5887e640ec166e282208f675708',0,1795665428124,NULL,0,5.1848200018866918981e-04);
INSERT INTO "job_stages" VALUES('aeb2eac1-0661-4def-8967-050b3cdd9e23','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('aeb2eac1-0661-4def-8967-050b3cdd9e23','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('aeb2eac1-0661-4def-8967-050b3cdd9e23','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('aeb2eac1-0661-4def-8967-050b3cdd9e23','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('aeb2eac1-0661-4def-8967-050b3cdd9e23','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('e660c11f-18f4-4d0f-84a9-f97ae7b4db23','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('e660c11f-18f4-4d0f-84a9-f97ae7b4db23','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('e660c11f-18f4-4d0f-84a9-f97ae7b4db23','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-0288f265
d3977f50-dd7c-4281-b5cd-c59588abbe2a
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
36d37cc8-841d-4891-ab67-f3e507c44653');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-0288f265
58a95deb-997d-4b58-8ee5-099cf75d22b3');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-0288f265
0356c957-04d6-4823-8e9b-a8380f10c777');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-0288f265
8b3e53af-5a42-4000-9cf6-8c1da04c302e');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-0288f265
aeb2eac1-0661-4def-8967-050b3cdd9e23');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-0288f265
e660c11f-18f4-4d0f-84a9-f97ae7b4db23');
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'d3977f50-dd7c-4281-b5cd-c59588abbe2a',NULL,'295c7095-f8ff-4887-a89e-283c81d796c8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795662427209,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-0288f265',8.08,NULL,NULL,1,NULL,1795665427209,1795665444763,1795665427209,1795665427234,1795665444760,NULL,NULL);
INSERT INTO "jobs" VALUES(2,'36d37cc8-841d-4891-ab67-f3e507c44653',NULL,'3a6a942a-e90c-4142-8873-d242f219beeb','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795662427234,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795665427234,1795665428776,1795665427234,1795665427251,1795665428776,NULL,NULL);
INSERT INTO "jobs" VALUES(3,'58a95deb-997d-4b58-8ee5-099cf75d22b3',NULL,'295c7095-f8ff-4887-a89e-283c81d796c8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827198444764,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-0288f265',8.08,NULL,NULL,0,NULL,1795665444765,1795665444765,NULL,NULL,NULL,1827201444764,NULL);
INSERT INTO "jobs" VALUES(4,'0356c957-04d6-4823-8e9b-a8380f10c777',NULL,'295c7095-f8ff-4887-a89e-283c81d796c8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795662444766,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-0288f265',8.08,'key','hash',0,NULL,1795665444766,1795665444766,1795665444766,NULL,NULL,NULL,NULL);
INSERT INTO "jobs" VALUES(5,'8b3e53af-5a42-4000-9cf6-8c1da04c302e',NULL,'295c7095-f8ff-4887-a89e-283c81d796c8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795660044768,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-0288f265',8.08,NULL,NULL,0,NULL,1795665444768,1795665444769,1795665444768,NULL,1795665444769,NULL,NULL);
INSERT INTO "jobs" VALUES(6,'aeb2eac1-0661-4def-8967-050b3cdd9e23',NULL,'295c7095-f8ff-4887-a89e-283c81d796c8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795662444771,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-0288f265',8.08,NULL,NULL,0,NULL,1795665444771,1795665444773,1795665444771,1795665444772,NULL,1827201444764,NULL);
INSERT INTO "jobs" VALUES(7,'e660c11f-18f4-4d0f-84a9-f97ae7b4db23',NULL,'295c7095-f8ff-4887-a89e-283c81d796c8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795662444777,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-0288f265',8.08,NULL,NULL,0,NULL,1795665444777,1795665444778,1795665444777,1795665444778,NULL,NULL,NULL);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-522dd8c7f2a20a395c1e4c6db2bb7fb7aefea383041d834a6181f89724fc05f5','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('fetch-08197268c67e2d61c2806b3b4bbae649b8b82316f5d9159d7e5fe43540d6c76c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('audio-4eb27421a8d473969dddfcdff55f54b9a64339f4339ec47a7d5a2a4c84a46d8b','764542ae54a52e1f312d8cf601b35da07cf4760552c2307b3d4972b7764f06e5',258122);
INSERT INTO "key_blobs" VALUES('audio-4eb27421a8d473969dddfcdff55f54b9a64339f4339ec47a7d5a2a4c84a46d8b','bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2',1145);
INSERT INTO "key_blobs" VALUES('speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd','2cba4d6363062cc5f752e4f7b378ddfcfed9a8452e2a2bfd16cda8e7ce333867',256044);
INSERT INTO "key_blobs" VALUES('speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd','1a947c587089b5bd6b76106016d077bef4b27288b30d3feaf342928109213f41',1145);
INSERT INTO "key_blobs" VALUES('scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc','7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c',11514);
INSERT INTO "key_blobs" VALUES('scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc','04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b',16225);
INSERT INTO "key_blobs" VALUES('transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-57ae9dad24adedd025b6bed073863b8347984f882bfdec90d815bed59ce84f93','28f42b6df40b0cda7a3531dc5e4977720f74733aee6995d02d1fe4283b277fe8',187696);
INSERT INTO "key_blobs" VALUES('clips-57ae9dad24adedd025b6bed073863b8347984f882bfdec90d815bed59ce84f93','4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615',12596);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-522dd8c7f2a20a395c1e4c6db2bb7fb7aefea383041d834a6181f89724fc05f5','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',8.0025501399995846441e-01,1795665428086);
INSERT INTO "outputs" VALUES('fetch-08197268c67e2d61c2806b3b4bbae649b8b82316f5d9159d7e5fe43540d6c76c','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-0288f265", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',9.14689447000455402303e-01,1795665428196);
INSERT INTO "outputs" VALUES('audio-4eb27421a8d473969dddfcdff55f54b9a64339f4339ec47a7d5a2a4c84a46d8b','audio','{"audio": {"sha256": "764542ae54a52e1f312d8cf601b35da07cf4760552c2307b3d4972b7764f06e5", "size_bytes": 258122, "suffix": ".mp3"}, "duration_s": 8.04, "media_type": "audio/mpeg", "waveform": {"sha256": "bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2", "size_bytes": 1145, "suffix": ".json"}}','[]',1.43257936800000607036e+00,1795665430171);
INSERT INTO "outputs" VALUES('speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd','speech','{"pcm": {"sha256": "2cba4d6363062cc5f752e4f7b378ddfcfed9a8452e2a2bfd16cda8e7ce333867", "size_bytes": 256044, "suffix": ".wav"}, "duration_s": 8.0, "waveform": {"sha256": "1a947c587089b5bd6b76106016d077bef4b27288b30d3feaf342928109213f41", "size_bytes": 1145, "suffix": ".json"}}','[]',1.389360862000103225e+00,1795665431564);
INSERT INTO "outputs" VALUES('scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c", "size_bytes": 11514, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b", "size_bytes": 16225, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.097, 0.7019], [0.75, 0.1238, 0.7361], [1.25, 0.1299, 0.7313], [1.75, 0.1569, 0.7358], [2.25, 0.2048, 0.7046], [2.75, 0.2463, 0.6418], [3.25, 0.2848, 0.6215], [3.75, 0.3399, 0.6208], [4.25, 0.3953, 0.5913], [4.75, 0.4447, 0.5573], [5.25, 0.4995, 0.5483], [5.75, 0.5599, 0.5318], [6.25, 0.6083, 0.4932], [6.75, 0.6505, 0.4783], [7.25, 0.7374, 0.4742], [7.75, 0.7707, 0.446], [8.25, 0.7895, 0.4161]]}','[]',1.32582815499972639372e+00,1795665432892);
INSERT INTO "outputs" VALUES('transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',3.0610555650000605965e+00,1795665434662);
INSERT INTO "outputs" VALUES('clips-57ae9dad24adedd025b6bed073863b8347984f882bfdec90d815bed59ce84f93','clips','{"clip_count": 1}','[]',2.37434809099977428559e+00,1795665437058);
INSERT INTO "outputs" VALUES('analyse-41936b33a3943e9bf7521c1082f7e30665910c3923e2ff72d6548862fb7a65cf','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',1.00378023660005055717e+01,1795665444754);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-7985139f2890c373d66fc1df5ab44740169e4d42d7eed957c6df419105946610',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-57ae9dad24adedd025b6bed073863b8347984f882bfdec90d815bed59ce84f93',0,'{"index": 0, "start_s": 3.4, "end_s": 8.08, "title": "Tesla will send a ran to the r", "score": 0.6417, "reason": "5 s: whole sentences, a strong opening, much about learn, space and tesla", "parts": {"length": 0.884, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.859, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "28f42b6df40b0cda7a3531dc5e4977720f74733aee6995d02d1fe4283b277fe8", "size_bytes": 187696, "suffix": ".mp4"}, "thumbnail": {"sha256": "4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615", "size_bytes": 12596, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',2.56665823240116830472e-01,2);
INSERT INTO "rates" VALUES('audio','',1.77299426732674014761e-01,1);
INSERT INTO "rates" VALUES('speech','',1.7195060173268603143e-01,1);
INSERT INTO "rates" VALUES('scenes','',1.64087642945510703285e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',3.78843510519809467673e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',4.74869618199954879322e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',1.24230227301986451138e+00,1);
CREATE TABLE videos (
	id VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	media JSON NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "videos" VALUES('295c7095-f8ff-4887-a89e-283c81d796c8','UPLOADED','talk-8.00-0288f265.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',1795665426539,1795665426539);
INSERT INTO "videos" VALUES('3a6a942a-e90c-4142-8873-d242f219beeb','UPLOADED','silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',1795665427207,1795665427207);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_jobs_video_id ON jobs (video_id);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
